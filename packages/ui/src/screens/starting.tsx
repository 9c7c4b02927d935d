import { useErrorText, useSay } from '../i18n/index.ts';
import { Logo } from '../pieces/index.ts';
import styles from './starting.module.css';

/** What is seen while it is not known yet who is here; `error`: why it takes so long. */
export function Starting({ error }: { error: unknown }) {
  const say = useSay();
  const errorText = useErrorText();
  return (
    <main className={styles.page} aria-busy="true">
      <Logo size={40} />
      <p role="status">{error ? errorText(error) : say('state.loading')}</p>
      {error ? <p>{say('state.keepsTrying')}</p> : null}
    </main>
  );
}
