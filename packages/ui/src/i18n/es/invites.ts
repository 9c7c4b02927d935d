/** Invitations, in Spanish. */
export const invites = {
  'invites.title': 'Invitaciones',
  'invites.text': 'Crea un enlace y envíalo a quien quieras en tu comunidad.',
  'invites.registrationOff':
    'Ahora mismo no se admiten cuentas nuevas: los enlaces no servirán hasta que se vuelvan a admitir.',
  'invites.uses': 'Usos',
  'invites.days': 'Días de validez',
  'invites.create': 'Crear enlace',
  'invites.once': 'Copia el enlace ahora: por seguridad no se volverá a mostrar.',
  'invites.open': 'Enlaces abiertos',
  'invites.none': 'No hay enlaces abiertos',
  'invites.none.text': 'Los que crees aparecerán aquí hasta que se usen, caduquen o los retires.',
  'invites.usesLeft_one': 'Queda {{count}} uso',
  'invites.usesLeft_other': 'Quedan {{count}} usos',
  'invites.expires': 'Caduca {{when}}',
  'invites.made': 'Creado {{when}}',
  'invites.madeBy': 'Creado {{when}} por {{name}}',
  'invites.revoke': 'Retirar',
} as const;
