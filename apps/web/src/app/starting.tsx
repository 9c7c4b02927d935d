import { Starting as Waiting } from '@atalaya/ui/screens';
import { useStore } from '@atalaya/ui/state';
import { atalaya } from './atalaya.ts';

/** What is seen while it is not known yet who is here. */
export function Starting() {
  const state = useStore(atalaya.session.state);
  return <Waiting error={state.status === 'restoring' ? state.error : null} />;
}
