export { MainArea, SkipLink } from './main-area.tsx';
export { Page } from './page.tsx';
export { SidePanel } from './side-panel.tsx';
