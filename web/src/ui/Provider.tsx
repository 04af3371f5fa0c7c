import './font.css';
import '@mantine/core/styles.layer.css';
import './tokens.css';
import './base.css';
import './library.css';
import { createTheme, MantineProvider, type MantineColorsTuple } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDark } from '~/app/scheme';

const accent: MantineColorsTuple = ['#e2f1ed', '#cbe6df', '#9fd3c6', '#5cc4ae', '#3f9a87', '#2c7a6b', '#0f6b5c', '#0d6154', '#0b5649', '#08463b'];

const theme = createTheme({
  fontFamily: 'var(--font)',
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  colors: { accent },
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13.5px', md: '14px', lg: '16px', xl: '19px' },
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { transitionProps: { duration: 60 } } },
    Popover: { defaultProps: { transitionProps: { duration: 60 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 60 } } },
  },
});

/** The one place where the component library meets the app's tokens. */
export function Provider({ children }: { children: ReactNode }) {
  return <MantineProvider theme={theme} forceColorScheme={useDark() ? 'dark' : 'light'}>{children}</MantineProvider>;
}
