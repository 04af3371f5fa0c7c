/// <reference types="vite/client" />
declare module 'virtual:catalogue/*' {
  const texts: Record<string, string>;
  export default texts;
}
declare module 'virtual:languages' {
  const loaders: Record<string, () => Promise<{ default: Record<string, string> }>>;
  export default loaders;
}
