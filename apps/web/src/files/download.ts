import type { FileView } from '@atalaya/api/types';
import { atalaya } from '../app/atalaya.ts';

/** Saves a file on this machine. Gives false when this person may not read it any more. */
export async function download({ id, name }: FileView): Promise<boolean> {
  const addresses = await atalaya.fileUrls.of(id);
  if (!addresses) return false;
  const link = document.createElement('a');
  link.href = addresses.original;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  return true;
}
