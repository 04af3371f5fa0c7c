/// <reference types="vite/client" />
declare module 'virtual:catalogue/*' {
  const texts: Record<string, string>;
  export default texts;
}
declare module 'virtual:languages' {
  type Load = () => Promise<{ default: Record<string, string> }>;
  const loaders: Record<string, { first: Load; late: Load }>;
  export default loaders;
}
