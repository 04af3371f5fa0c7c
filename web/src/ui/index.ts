export * from './controls';
export * from './inputs';
export * from './overlays';
export * from './toast';
export { Icon, iconNamed, iconNames, type IconName } from './Icon';
export { Chart } from './Chart';
