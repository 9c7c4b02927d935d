export {
  attachFiles,
  type FileFacts,
  fileFacts,
  freezeFiles,
  markGone,
  messageTypeOf,
} from './attach.ts';
export { uploadPath } from './begin.ts';
export type { Carriers } from './carriers.ts';
export { FileFeed } from './feed.ts';
export { type OpenedFile, openFile } from './open.ts';
export { workFileJobs } from './process.ts';
export { fileSweeper } from './remove.ts';
export { filesOf } from './rows.ts';
export { admitUpload, completeUpload } from './uploads.ts';
