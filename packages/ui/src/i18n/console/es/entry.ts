/** Choosing a server and signing in, in Spanish. */
export const entry = {
  'console.title': 'Consola',
  'console.notStaff.title': 'Esta consola es del equipo',
  'console.notStaff.text':
    'Tu cuenta ({{role}}) es de la comunidad: usa la aplicación web. Si formas parte del equipo, pide a administración que cambie tu papel.',
  'console.notStaff.web': 'Ir a la aplicación web',
  'console.signIn.title': 'Entra en la consola',
  'console.signIn.memory':
    'Este equipo no tiene almacén de claves: la sesión durará mientras el programa esté abierto.',

  'server.title': '¿Dónde está tu comunidad?',
  'server.text': 'Escribe la dirección del servidor. Te la da quien lo administra.',
  'server.address': 'Dirección del servidor',
  'server.address.example': 'p. ej. comunidad.example',
  'server.continue': 'Continuar',
  'server.change': 'Cambiar de servidor',
  'server.known': 'Servidores conocidos',
  'server.forget': 'Olvidar {{name}}',
  'server.invalid': 'Eso no parece una dirección.',
  'server.unreachable':
    'No responde nadie en esa dirección. Comprueba que esté bien escrita y que tengas red.',
  'server.notAtalaya': 'Ahí responde algo, pero no es un servidor de Atalaya.',
};
