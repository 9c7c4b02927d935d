import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../i18n/index.ts';

interface DialogProps {
  title: string;
  size?: 'sm' | 'md';
  onClose: () => void;
  children: ReactNode;
}

/** Something that is decided before one goes on. */
export function Dialog({ title, size = 'md', onClose, children }: DialogProps) {
  const say = useSay();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': say('action.close') }}
    >
      {children}
    </Modal>
  );
}
