import { ConnectionDot as Dot } from '@atalaya/ui/connection';
import { useStore } from '@atalaya/ui/state';
import { atalaya } from '../app/atalaya.ts';

/** The quiet dot that tells how the line stands. */
export function ConnectionDot() {
  return <Dot state={useStore(atalaya.connection)} />;
}
