export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Names the mail: a second try with the same name is the same mail to whoever receives it. */
  id?: string;
  /** Address at which the person turns mails like this one off. */
  unsubscribeUrl?: string;
}

/** Sends one mail; rejects when the mail server does not take it (the job retries). */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** False when no mail server is configured: mails are then written to the log's folder only. */
  configured: boolean;
}
