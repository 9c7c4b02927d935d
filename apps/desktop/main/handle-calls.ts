import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { type CallName, type CallOutput, calls, pageOrigin } from '../shared/contract.ts';

type Handlers = {
  [Name in CallName]: (
    input: z.output<(typeof calls)[Name]['input']>,
    event: IpcMainInvokeEvent,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/** Whether a call comes from the console's own page and not from a frame inside it. */
export function isOwnPage({ senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false;
  return senderFrame.url.startsWith(`${pageOrigin}/`);
}

/** The one place where calls of the page come in: who calls and what they say is checked for each. */
export function handleCalls(ipcMain: Pick<IpcMain, 'handle'>, handlers: Handlers): void {
  for (const name of Object.keys(calls) as CallName[]) {
    const { input } = calls[name];
    const handler = handlers[name] as (
      input: unknown,
      event: IpcMainInvokeEvent,
    ) => CallOutput<CallName> | Promise<CallOutput<CallName>>;
    ipcMain.handle(`atalaya:${name}`, async (event, given: unknown) => {
      if (!isOwnPage(event)) throw new Error('Refused: the call does not come from the console.');
      const parsed = input.safeParse(given);
      // What was given is not repeated: it may be a secret.
      if (!parsed.success) throw new Error(`Refused: ${name} was called with something else.`);
      return handler(parsed.data, event);
    });
  }
}
