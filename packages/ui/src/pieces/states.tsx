import { Button } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { useErrorText } from '../i18n/error-text.ts';
import { useSay } from '../i18n/say.ts';
import styles from './states.module.css';

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

interface EmptyProps {
  icon: Icon;
  title: string;
  /** What this place is for and what to do first. */
  text?: string;
  children?: ReactNode;
}

/** A place with nothing in it yet. */
export function Empty({ icon: Icon, title, text, children }: EmptyProps) {
  return (
    <div className={styles.state}>
      <Icon size={28} stroke={1.4} aria-hidden />
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

interface FailureProps {
  icon: Icon;
  error: unknown;
  onRetry?: () => void;
  children?: ReactNode;
}

const requestIdOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'requestId' in error
    ? typeof error.requestId === 'string'
      ? error.requestId
      : null
    : null;

/** Something went wrong: what happened, what can be done, and what to quote when asking for help. */
export function Failure({ icon: Icon, error, onRetry, children }: FailureProps) {
  const say = useSay();
  const errorText = useErrorText();
  const requestId = requestIdOf(error);
  return (
    <div className={styles.state} role="alert">
      <Icon size={28} stroke={1.4} aria-hidden />
      <p className={styles.title}>{errorText(error)}</p>
      {requestId && (
        <p className={styles.text}>
          {say('state.requestId')} <code>{requestId}</code>
        </p>
      )}
      <div className={styles.actions}>
        {onRetry && (
          <Button variant="default" size="sm" onClick={onRetry}>
            {say('action.retry')}
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}
