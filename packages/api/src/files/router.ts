import { done } from '../common.ts';
import { member, router } from '../trpc.ts';
import { beginUpload, usage } from './begin.ts';
import { onMine } from './feed.ts';
import { deleteFile } from './remove.ts';
import * as s from './schemas.ts';
import { complete, own } from './uploads.ts';
import { fileUrls } from './urls.ts';

export const filesRouter = router({
  /** Makes room for a file, whose bytes are then sent to `url`. Throws `tooLarge`, `refused`. */
  begin: member({ rate: 'upload' })
    .input(s.fileBeginInput)
    .output(s.fileBeginOutput)
    .mutation(({ ctx, input }) => beginUpload(ctx.call, input)),
  /** All bytes are sent: asked again as often as one likes. Gives how the file stands. */
  complete: member()
    .input(s.fileIdInput)
    .output(s.file)
    .mutation(({ ctx, input }) => complete(ctx.call, input.fileId)),
  /** One of the caller's own files. Throws `notFound`. */
  get: member()
    .input(s.fileIdInput)
    .output(s.file)
    .query(({ ctx, input }) => own(ctx.call, input.fileId)),
  /** Addresses of files for the caller, to be asked for again when they expire. */
  urls: member()
    .input(s.fileUrlsInput)
    .output(s.fileUrlsOutput)
    .query(({ ctx, input }) => fileUrls(ctx.call, input)),
  /** Takes back a file that no message carries yet. */
  delete: member()
    .input(s.fileIdInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteFile(ctx.call, input.fileId)),
  /** How full the organisation's room for files is. */
  usage: member()
    .output(s.fileUsage)
    .query(({ ctx }) => usage(ctx.call)),
  /** How the caller's files go on. */
  onMine: member({ events: s.fileEvent }).subscription(({ ctx, signal }) =>
    onMine(ctx.call, signal),
  ),
});
