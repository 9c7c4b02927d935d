export { Page } from './page.tsx';
export { SidePanel } from './side-panel.tsx';
