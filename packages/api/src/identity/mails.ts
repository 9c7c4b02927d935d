import type { Mail } from '../ports/mail.ts';

type Text = Omit<Mail, 'to'>;
/** A mail in every language of the product. */
export type MailWriter = Record<'es' | 'en', Text>;

/** No name in it: whoever registers a stranger's address chooses that name, and with it what we write. */
export const verificationText = (url: string): MailWriter => ({
  es: {
    subject: 'Confirma tu dirección de correo',
    text: `Hola:

Abre este enlace para confirmar tu dirección. Sirve una sola vez y durante 24 horas.

${url}

Si no te has registrado en Atalaya, no hagas nada.
`,
  },
  en: {
    subject: 'Confirm your e-mail address',
    text: `Hello,

Open this link to confirm your address. It works once, within 24 hours.

${url}

If you did not register at Atalaya, there is nothing to do.
`,
  },
});

export const accountExistsText = (url: string): MailWriter => ({
  es: {
    subject: 'Ya tienes una cuenta',
    text: `Hola:

Alguien ha intentado registrarse en Atalaya con esta dirección, que ya tiene una cuenta. Si has sido tú, entra con tu contraseña de siempre:

${url}

Si no has sido tú, no hagas nada: tu cuenta no ha cambiado.
`,
  },
  en: {
    subject: 'You already have an account',
    text: `Hello,

Someone tried to register at Atalaya with this address, which already has an account. If it was you, sign in with the password you have:

${url}

If it was not you, there is nothing to do: your account has not changed.
`,
  },
});
