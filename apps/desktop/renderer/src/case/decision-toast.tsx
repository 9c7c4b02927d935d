import { sayNow } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import styles from './decision-toast.module.css';

interface DecisionToast {
  message: string;
  /** Milliseconds in which it can be taken back. */
  within: number;
  onUndo: () => void;
}

/** Tells what was decided, and counts down how long it can be taken back. Gives the way to take it away. */
export function toastDecision({ message, within, onUndo }: DecisionToast): () => void {
  const id = notifications.show({
    autoClose: within,
    withBorder: true,
    closeButtonProps: { 'aria-label': sayNow('action.close') },
    message: (
      <Countdown
        message={message}
        until={Date.now() + within}
        onUndo={() => {
          notifications.hide(id);
          onUndo();
        }}
      />
    ),
  });
  return () => notifications.hide(id);
}

interface CountdownProps {
  message: string;
  until: number;
  onUndo: () => void;
}

function Countdown({ message, until, onUndo }: CountdownProps) {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(
      () => setSeconds(Math.max(0, Math.ceil((until - Date.now()) / 1000))),
      250,
    );
    return () => clearInterval(timer);
  }, [until]);
  return (
    <span className={styles.toast}>
      <span className={styles.text}>{message}</span>
      <Button variant="subtle" size="compact-sm" onClick={onUndo}>
        {/* The number is for the eye; read aloud every second it would drown everything else. */}
        <span aria-hidden>{sayNow('decide.undo', { seconds })}</span>
        <span className="visually-hidden">{sayNow('action.undo')}</span>
      </Button>
    </span>
  );
}
