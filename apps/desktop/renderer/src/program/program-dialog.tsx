import { Dialog } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { closeOverlays } from '../shell/overlays.ts';
import styles from './program-dialog.module.css';
import { quietState } from './program-state.ts';
import { QuietForm } from './quiet-form.tsx';
import { UpdateLine } from './update-line.tsx';

/** What the program around the screens does: when it is quiet, and whether it is up to date. */
export function ProgramDialog() {
  const say = useSay();
  const quiet = useStore(quietState);
  return (
    <Dialog title={say('program.title')} onClose={closeOverlays}>
      <div className={styles.parts}>
        {quiet && <QuietForm state={quiet} />}
        <UpdateLine />
      </div>
    </Dialog>
  );
}
