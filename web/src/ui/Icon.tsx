import {
  IconAlertTriangle, IconArrowDown, IconAt, IconBell, IconBlockquote, IconBold, IconCode, IconEye, IconFile, IconFileText, IconFileTypePdf, IconH2, IconItalic, IconListNumbers, IconMathFunction, IconPaperclip, IconPhoto, IconRotateClockwise2, IconStrikethrough, IconBellOff, IconArrowLeft, IconArrowRight, IconArrowUp, IconBolt, IconBox, IconBriefcase, IconBuilding,
  IconCalendar, IconCalendarEvent, IconCalendarWeek, IconChartBar, IconCheck, IconChecklist, IconChevronDown, IconChevronLeft,
  IconChevronRight, IconChevronUp, IconCircle, IconCircleCheck, IconCircleCheckFilled, IconClock, IconColumns3, IconCommand,
  IconCopy, IconCornerDownLeft, IconDeviceLaptop, IconDots, IconDownload, IconExternalLink, IconFileImport, IconFilter, IconFlag,
  IconGripVertical, IconHeartHandshake, IconHelp, IconHistory, IconLanguage, IconLayoutKanban, IconLayoutSidebar, IconLink,
  IconList, IconLock, IconLogout, IconMail, IconMapPin, IconMenu2, IconMessage, IconMoon, IconNote, IconPencil, IconPhone,
  IconPin, IconPinnedOff, IconPlayerSkipForward, IconPlus, IconPresentation, IconPrinter, IconQuestionMark, IconRefresh,
  IconReceipt, IconRepeat, IconRoute, IconSearch, IconSettings, IconShieldCheck, IconSun, IconTag, IconTarget, IconTrash, IconUpload,
  IconUser, IconUserCircle, IconUserPlus, IconUsers, IconUsersGroup, IconX, IconWorld,
  IconArrowAutofitWidth, IconArrowBackUp, IconArrowsSort, IconDeviceFloppy, IconEyeOff, IconForms, IconLayoutList, IconSum, IconTable,
} from '@tabler/icons-react';

const icons = {
  'alert': IconAlertTriangle, 'arrow-down': IconArrowDown, 'arrow-left': IconArrowLeft, 'arrow-right': IconArrowRight,
  'arrow-up': IconArrowUp, 'bolt': IconBolt, 'box': IconBox, 'briefcase': IconBriefcase, 'building': IconBuilding,
  'calendar': IconCalendar, 'calendar-event': IconCalendarEvent, 'calendar-week': IconCalendarWeek, 'chart': IconChartBar,
  'check': IconCheck, 'check-circle': IconCircleCheck, 'check-circle-filled': IconCircleCheckFilled, 'checklist': IconChecklist,
  'chevron-down': IconChevronDown, 'chevron-left': IconChevronLeft, 'chevron-right': IconChevronRight, 'chevron-up': IconChevronUp,
  'circle': IconCircle, 'clock': IconClock, 'columns': IconColumns3, 'command': IconCommand, 'copy': IconCopy,
  'dots': IconDots, 'download': IconDownload, 'enter': IconCornerDownLeft, 'external': IconExternalLink, 'filter': IconFilter,
  'flag': IconFlag, 'grip': IconGripVertical, 'handshake': IconHeartHandshake, 'help': IconHelp, 'history': IconHistory,
  'import': IconFileImport, 'kanban': IconLayoutKanban, 'language': IconLanguage, 'laptop': IconDeviceLaptop, 'link': IconLink, 'list': IconList,
  'lock': IconLock, 'mail': IconMail, 'map-pin': IconMapPin, 'meeting': IconPresentation, 'menu': IconMenu2, 'message': IconMessage, 'moon': IconMoon,
  'note': IconNote, 'pencil': IconPencil, 'phone': IconPhone, 'pin': IconPin, 'plus': IconPlus, 'printer': IconPrinter,
  'question': IconQuestionMark, 'receipt': IconReceipt, 'refresh': IconRefresh, 'repeat': IconRepeat, 'route': IconRoute, 'search': IconSearch,
  'settings': IconSettings, 'shield': IconShieldCheck, 'sidebar': IconLayoutSidebar, 'sign-out': IconLogout, 'skip': IconPlayerSkipForward,
  'sun': IconSun, 'tag': IconTag, 'target': IconTarget, 'trash': IconTrash, 'unpin': IconPinnedOff, 'upload': IconUpload,
  'at': IconAt, 'bell': IconBell, 'bell-off': IconBellOff, 'quote': IconBlockquote, 'bold': IconBold, 'code': IconCode, 'eye': IconEye, 'file': IconFile, 'file-text': IconFileText, 'pdf': IconFileTypePdf,
  'heading': IconH2, 'italic': IconItalic, 'numbers': IconListNumbers, 'formula': IconMathFunction, 'paperclip': IconPaperclip, 'photo': IconPhoto, 'redo': IconRotateClockwise2, 'strike': IconStrikethrough,
  'user': IconUser, 'user-circle': IconUserCircle, 'user-plus': IconUserPlus, 'users': IconUsers, 'users-group': IconUsersGroup, 'world': IconWorld, 'x': IconX,
  'eye-off': IconEyeOff, 'fit': IconArrowAutofitWidth, 'form': IconForms, 'rows': IconLayoutList, 'save': IconDeviceFloppy, 'sort': IconArrowsSort,
  'sum': IconSum, 'table': IconTable, 'undo': IconArrowBackUp,
} as const;

export type IconName = keyof typeof icons;
export const iconNames = Object.keys(icons) as IconName[];

/** An object's icon comes from the server as a name; one we do not draw becomes a box. */
export const iconNamed = (name: string | null | undefined): IconName => (name && name in icons ? (name as IconName) : 'box');

export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string | undefined }) {
  const Drawn = icons[name];
  return <Drawn size={size} stroke={1.75} className={className} aria-hidden focusable={false} style={{ flex: 'none' }} />;
}
