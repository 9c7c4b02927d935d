import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Logo } from '@atalaya/ui/pieces';
import { atalaya } from './atalaya.ts';
import styles from './starting.module.css';
import { useStore } from './use-store.ts';

/** What is seen while it is not known yet who is here. */
export function Starting() {
  const say = useSay();
  const errorText = useErrorText();
  const state = useStore(atalaya.session.state);
  const error = state.status === 'restoring' ? state.error : null;
  return (
    <main className={styles.page} aria-busy="true">
      <Logo size={40} />
      <p role="status">{error ? errorText(error) : say('state.loading')}</p>
      {error && <p>{say('state.keepsTrying')}</p>}
    </main>
  );
}
