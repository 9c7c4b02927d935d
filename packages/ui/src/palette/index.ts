import styles from './palette.module.css';

/** How what Ctrl K opens looks and behaves, in both products: what Mantine's Spotlight is given. */
export const paletteLook = {
  shortcut: null,
  lockScroll: false,
  centered: false,
  scrollable: true,
  classNames: {
    action: styles['action'] ?? '',
    actionSection: styles['section'] ?? '',
    actionBody: styles['body'] ?? '',
    actionDescription: styles['description'] ?? '',
  },
  transitionProps: { duration: 80 },
  overlayProps: { blur: 0, backgroundOpacity: 0.45 },
} as const;
