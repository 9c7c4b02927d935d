/** Policies, as cases, notices and sanctions name them, in Spanish. */
export const policies = {
  'policy.spam': 'Spam o publicidad',
  'policy.spam.text': 'Nada de publicidad, cadenas ni mensajes repetidos.',
  'policy.harassment': 'Acoso',
  'policy.harassment.text': 'Nadie persigue, insulta ni intimida a otra persona.',
  'policy.hate': 'Odio',
  'policy.hate.text':
    'No se ataca a nadie por su origen, género, creencias, orientación o discapacidad.',
  'policy.violence': 'Violencia',
  'policy.violence.text': 'Sin amenazas, apología ni imágenes de violencia.',
  'policy.sexual': 'Contenido sexual',
  'policy.sexual.text': 'Aquí no se publica contenido sexual.',
  'policy.selfHarm': 'Autolesión',
  'policy.selfHarm.text': 'No se anima a nadie a hacerse daño; quien lo sufre recibe ayuda.',
  'policy.illegal': 'Algo ilegal',
  'policy.illegal.text': 'No se ofrece, pide ni explica nada que la ley prohíba.',
  'policy.impersonation': 'Suplantación',
  'policy.impersonation.text': 'Cada cual habla en su nombre.',
  'policy.privacy': 'Privacidad',
  'policy.privacy.text': 'No se publican datos ajenos sin permiso.',
  'policy.other': 'Otro motivo',
  'policy.other.text': 'Las normas de convivencia de la comunidad.',
} as const;
