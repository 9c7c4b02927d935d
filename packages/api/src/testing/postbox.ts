import type { Mail, Mailer } from '../ports/mail.ts';

/** Where the mails of a test end up. */
export class Postbox implements Mailer {
  readonly configured = true;
  readonly #mails: Mail[] = [];
  #waiting: (() => void)[] = [];

  async send(mail: Mail): Promise<void> {
    this.#mails.push(mail);
    for (const look of this.#waiting.splice(0)) look();
  }

  /** The mails to an address so far. */
  to(address: string): Mail[] {
    return this.#mails.filter(({ to }) => to === address);
  }

  /** Resolves with the mail number `count` to the address, when it has come. */
  async next(address: string, count = 1): Promise<Mail> {
    for (;;) {
      const mail = this.to(address)[count - 1];
      if (mail) return mail;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
