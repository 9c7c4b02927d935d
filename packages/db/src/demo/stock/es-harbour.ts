import { words } from './es-words.ts';
import { theme } from './script.ts';

/** The night watch. */
export const ronda = theme(
  words,
  `
a: Empezamos ronda: @b y yo, de {lugar} al espigón.
b: En marcha. Linterna y radio, canal 9.
?c: Buena guardia 🔦
+a: {now} — todo tranquilo en la {calle}.
b: Farola fundida delante del {13-48}. La apunto.
+a: Fin de ronda sin novedad. Buenas noches.

a: {now}: coche con las luces encendidas en {lugar}, gris, sin nadie dentro.
b: ¿Matrícula? Por si es de @c.
a: Acaba en {100-899}.
c: ¡Es el mío! Bajo ahora mismo, gracias.
?b: Otra batería salvada 🔋

a: Oigo ruidos en el varadero. Voy con @b, no os acerquéis solos.
c: ¿Aviso a la local?
a: Espera un minuto.
b: Falsa alarma: un toldo suelto del {barco} golpeando.
a: Ya está atado. Seguimos.

a: ¿Quién me cambia el turno del {dia}? Me ha salido [trabajo|guardia en el hospital].
b: Yo, si tú haces el mío de la semana que viene.
a: Trato hecho. @c, ¿lo cambias en el cuadro?
c: Cambiado ✅

a: Parte de la noche: // 1. Puerta del local mal cerrada, cerrada // 2. Dos adolescentes en la rampa, charlando, sin más // 3. Perro suelto en la {calle}, ya con su dueña
b: Gracias, {a}. Lo paso al libro.
?c: Qué bien escribes los partes.

a: Cuidado al pasar por {lugar}: hay [gasoil derramado|hielo|cristales].
b: ¿Necesitas [serrín|sal|escoba]? Tengo en el garaje.
a: Sí, por favor. Y dos conos.
b: Llego en {4-9} minutos.
+a: Limpio. Gracias, @b.

a: Recordad recargar las radios al dejarlas. [Anoche|Ayer] la 4 estaba a cero.
b: Culpa mía 🙈
a: Perdonado. Te toca traer las pilas.

a: {now} — persona mayor desorientada en la {calle}. Está bien, la acompaño a casa.
b: ¿Quieres que avise a la familia?
a: Ya hablé con su hijo, viene de camino.
c: Gracias por estar ahí 💙
?d: Esto es lo que vale de la ronda.

a: Cuadro de la semana: // \`\`\` // lun  {a} + {b} // mar  {c} + {d} // mié  {b} + {c} // jue  {a} + {d} // \`\`\` // ¿Alguna pega?
b: Ninguna.
d: El jueves llego a las 23:30, ¿vale?
a: Vale, empiezo yo.
`,
);

/** Boats, moorings, the fish market. */
export const puerto = theme(
  words,
  `
a: El {barco} entra a {hora}. ¿Alguien puede coger amarras en {lugar}?
b: Yo estoy aquí mismo.
a: Grande. Viene con viento de {viento}, mejor dos personas.
c: Me acerco.
b: Amarrado y con spring ✅

a: ¿A cómo estuvo hoy el {pez} en la lonja?
b: Entre {6-11} y {12-19} € el kilo, poca cantidad.
c: Yo vi alguna caja más barata a última hora.
a: Gracias. Mañana madrugo.
?b: Más te vale.

a: Se ha soltado una defensa del {barco}, está flotando junto a {lugar}.
b: La veo. La recojo con el bichero.
c: Es mía, ¡gracias! Os invito a un vino.

a: Aviso de capitanía: el {dia} queda cerrada la bocana de {8-10} a {11-13} por dragado.
b: ¿También para recreo?
a: Para todos. Está en el tablón y aquí: [capitanía](https://example.org/avisos)
?c: Pues salimos antes.

a: La grúa del varadero [no arranca|hace un ruido raro]. ¿Quién tiene el teléfono del técnico?
b: Te lo mando por privado.
a: Dice que viene {dia} a {hora}.
c: Entonces retraso la subida del {barco}. Avisad si cambia.

a: ¿Alguien con una bomba de achique? Al {barco} le está entrando agua por [la bocina|un grifo de fondo].
b: Tengo una de 12 V en el coche.
c: Yo otra, manual. Voy.
a: Estamos en {lugar}. Daos prisa, por favor.
+b: Achicado. Era la abrazadera, ya está cambiada.
a: Os debo la vida y media docena de {pez} 🐟

a: Corte de agua en los pantalanes {dia} de {hora} en adelante, cambian una válvula.
b: ¿Y la luz?
a: La luz sigue.

a: El lector de tarjetas de la puerta [no va|se queda en rojo].
b: A mí me va si la acerco despacio.
c: Limpié el sensor con alcohol. Probad ahora.
+a: Va perfecto. Magia.

a: Acabamos de ver [tres delfines|un arroaz|una foca] a la altura de la baliza verde.
b: ¡Qué suerte! ¿Foto?
a: Movida, pero es eso, lo juro.
?c: Confirmo, salió a saludar al {barco}.
`,
);

/** Weather at sea. */
export const tiempo = theme(
  words,
  `
a: **Parte de la mañana.** Viento {viento}, fuerza {2-5}, rachas de {18-32} nudos. Mar de fondo de {1-3} m. Visibilidad buena. Presión {1008-1026} hPa, [estable|subiendo|bajando despacio].
?b: Gracias, puntual como siempre.

a: **Parte de la mañana.** Viento {viento} {3-6} a mediodía, amainando al atardecer. Olas de {1-2},{1-9} m. Chubascos [débiles|ocasionales] por la tarde.
?b: ¿Da para salir a la isla?
?a: Antes de las 13, sí.

a: Parte: calma hasta {hora}, después entra viento {viento}. Pleamar {4-9}:{10-55}, bajamar {10-12}:{10-55}. Coeficiente {48-104}.
?b: Coeficiente bonito para marisquear.

a: El barómetro ha caído {4-9} hPa en tres horas. Esto no me gusta.
b: Los modelos no lo daban tan fuerte.
c: Refuerzo amarras. ¿Alguien revisa el {barco}? El dueño está fuera.
b: Voy yo.
a: Gracias. Pasad todos por los pantalanes antes de {hora}.

a: Aviso **naranja** por viento y mar desde {hora}. Rachas de hasta {75-98} km/h.
b: ¿Se suspende la ronda?
c: Se hace en coche y sin bajar al espigón.
a: Y nadie en el malecón, por favor. Ni para fotos.
?d: Entendido.

a: Niebla cerrada en la bocana. La sirena del faro está sonando.
b: El {barco} espera fuera a que levante.
a: Debería abrir hacia {hora}.
?b: Ya entra. Todo bien.

a: ¿Alguien tiene registro de lluvia de anoche? A mí me salen {12-48} mm.
b: {11-46} en la huerta.
a: Cuadra. Gracias.
`,
);

/** Rowing. */
export const remo = theme(
  words,
  `
a: Salida {dia} a {hora}. Viento de {viento}, fuerza {2-4}. ¿Quién se apunta?
b: Yo.
c: Y yo, pero vuelvo antes de las 12.
a: Tripulación completa. Traed agua.

a: El remo de babor tiene una grieta a {20-60} cm de la pala.
b: Lo lijo y lo laminamos {dia}.
a: Genial. Mientras usamos el viejo.
?c: El viejo pesa como un muerto.

a: Tiempo de hoy: {24-29}:{10-59}. ¡Mejor marca del mes!
b: 👏 Se nota la técnica.
?c: Y el desayuno de {b}.

a: Reparto para la caseta: lija, barniz y dos brochas. Quedan {60-140} € en la caja.
b: Compro yo la lija.
c: Barniz tengo en casa.
`,
);
