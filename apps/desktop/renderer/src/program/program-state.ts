import { createStore } from '@atalaya/ui/state';
import type { QuietState, UpdateState } from '../../../shared/contract.ts';
import { native } from '../app/native.ts';

/** When the program holds notices back; null in a browser, and for a moment at the start. */
export const quietState = createStore<QuietState | null>(null);

/** Whether a newer program is ready. */
export const updateState = createStore<UpdateState>({ status: 'off', version: null });

if (native) {
  native.on('quiet', quietState.set);
  native.on('update', updateState.set);
  void native.quiet.state().then(quietState.set);
  void native.update.state().then(updateState.set);
}
