import { words } from './es-words.ts';
import { theme } from './script.ts';

/** The summer festival. */
export const fiestas = theme(
  words,
  `
a: Vamos cerrando el programa. Falta confirmar [la orquesta|la charanga|el pregón].
b: La charanga está confirmada para el {dia} a {hora}.
c: ¿Y el permiso del corte de la {calle}?
a: Presentado. Nos lo dan el {dia}.

a: Voluntarios para montar las mesas en {lugar}: // - [ ] mañana // - [ ] tarde // ¿Quién se apunta?
b: Mañana.
c: Tarde.
d: Las dos, pero pago con quejas.
?a: Moneda aceptada.

a: Presupuesto de los fuegos: {1200-1900} €. El año pasado fueron {900-1150}.
b: Los vecinos del puerto prefieren menos ruido. ¿Y si vamos con luces?
c: Apoyo lo de las luces. Los perros y Karima de guardia lo agradecerán.
a: Lo llevo a la junta.

a: Ensayo de la trainera {dia} a {hora}. Falta un remo en la banda de estribor.
b: Puedo yo.
?c: Fuerza, {b} 💪
a: Traed guantes.

a: ¿Quién guarda los farolillos del año pasado?
b: Están en mi trastero, {3-6} cajas.
a: ¿Los bajamos {dia}?
b: Cuando digas.

a: Subo el cartel definitivo esta noche. El color es [azul|verde], no hay más votaciones 😌
b: Con lo que me gustaba el amarillo…
c: {b}, son tres contra uno.
?b: Me rindo.

a: Lista de la sardiñada: {40-80} kilos de {pez}, pan de @b, cachelos y vino.
b: Pan encargado: {60-120} bollos.
c: Yo pongo las parrillas.
`,
);

/** Staff among themselves. */
export const moderacion = theme(
  words,
  `
a: He ocultado un mensaje de una cuenta nueva en mercadillo: enlace a [criptomonedas|un sorteo falso].
b: Bien. ¿Aviso o expulsión directa?
a: Tres mensajes iguales en diez minutos. Yo expulsaría.
c: De acuerdo.
?a: Hecho, motivo «publicidad engañosa».

a: Hay tono subido en puerto por lo de los turnos de grúa. ¿Alguien lo sigue?
b: Lo llevo yo. Escribí a los dos por privado.
a: Gracias. Si sigue, cerramos el hilo hasta mañana.
?b: Se disculparon los dos. Asunto cerrado.

a: Propuesta para las normas: nada de fotos de menores sin permiso de la familia.
b: A favor.
c: A favor, y que quede escrito arriba del todo.
a: Redacto y lo paso a la junta.

a: ¿Revisamos juntos las altas de esta semana? Son {4-12}.
b: Puedo a {hora}.
c: Yo también.

a: Nos preguntan por qué se borró un mensaje. ¿Quién fue?
b: Yo: llevaba un número de teléfono ajeno. Le expliqué el motivo.
a: Perfecto, contesto eso.
`,
);

/** The board. */
export const junta = theme(
  words,
  `
a: Acta de la última reunión en la carpeta. Comentarios hasta {dia}.
b: Leída. Solo falta el importe de la subvención.
a: {2300-4800} €, corregido.
c: Conforme.

a: El seguro del local sube un {4-11} %. ¿Renovamos o pedimos otra oferta?
b: Pidamos una más.
c: Conozco a alguien en la correduría. Mañana os cuento.
?c: Nos la dejan un {3-8} % más barata con la misma cobertura.

a: Necesitamos tres firmas para el convenio con la cofradía.
b: Firmo {dia}.
c: Ya está la mía.
a: Con la mía, tres. Lo entrego.

a: Cuentas del trimestre: ingresos {3100-5200} €, gastos {2100-3000} €. Detalle: // | concepto | importe | // |---|---| // | luz | {180-260} | // | seguro | {400-520} | // | material | {150-330} |
b: Todo cuadra con mis apuntes.
c: Gracias, da gusto así.
`,
);

/** Works on the clubhouse, long finished. */
export const obras = theme(
  words,
  `
a: Hoy ponen las ventanas. Ruido hasta {hora}.
b: Por fin. ¿Y la puerta?
a: La puerta, el {dia}.

a: El albañil dice que hay humedad detrás del mueble.
b: ¿Mucho más presupuesto?
a: Unos {300-900} €.
c: Aprobado si hay factura.

a: Pintura terminada 🎨 Blanco roto, como se votó.
b: Ha quedado precioso.
?c: Se archiva el canal cuando paguemos la última factura.
`,
);

/** The community kitchen. */
export const cocina = theme(
  words,
  `
a: Menú de mañana: // 1. Crema de calabaza // 2. [Arroz con {pez}|Lentejas|Empanada de {pez}] // 3. Fruta
b: Falta quien pele. Somos {2-4}.
c: Cuento con [mi hermana|dos más], llegamos a {hora}.
a: Comemos {28-55} personas, id con tiempo.

a: Nos han donado {12-30} kilos de tomate. ¿Conserva?
b: ¡Conserva! Traigo tarros.
c: Yo la olla grande.
a: {dia} a {hora}, entonces.

a: Revisad la nevera: hay yogures que caducan {dia}.
b: Los sirvo hoy de postre.
?c: Nada se tira en esta casa.

a: ¿Alguien alérgico al [marisco|cacahuete|huevo] en el turno del {dia}?
b: Dos personas, lo marqué en la pizarra.
a: Gracias, cocino aparte.
`,
);
