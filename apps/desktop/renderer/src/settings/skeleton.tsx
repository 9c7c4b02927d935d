import { RowsSkeleton } from '@atalaya/ui/pieces';
import styles from './settings.module.css';

/** The shape of the settings while they are read. */
export function SettingsSkeleton() {
  return (
    <div className={styles.layout} aria-hidden>
      <div className={styles.sections}>
        <RowsSkeleton rows={5} />
      </div>
      <div className={styles.form}>
        <RowsSkeleton rows={3} />
        <RowsSkeleton rows={6} />
      </div>
    </div>
  );
}
