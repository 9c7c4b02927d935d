import { useSay } from '@atalaya/ui/i18n';
import styles from './blocked-message.module.css';

/** In the place of what a blocked person said: it is read only on purpose. */
export function BlockedMessage({ onShow }: { onShow: () => void }) {
  const say = useSay();
  return (
    <p className={styles.blocked}>
      {say('message.blocked')}
      <button type="button" onClick={onShow}>
        {say('message.blocked.show')}
      </button>
    </p>
  );
}
