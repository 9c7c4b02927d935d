import { words } from './es-words.ts';
import { theme } from './script.ts';

/** The square: whatever concerns everyone. */
export const plaza = theme(
  words,
  `
a: Buenos días, [vecindario|familia|gente]. ¿Alguien sabe por qué [está cortada|han cortado] la {calle}?
b: Obras del [agua|gas|saneamiento], me lo dijo [la del ayuntamiento|el encargado]. Hasta {dia}, en teoría.
?c: En teoría 😅
a: Gracias, {b}. Doy la vuelta por {lugar} entonces.

a: Se ha ido la luz en la {calle}. ¿Os pasa a los demás?
b: Aquí [en la plaza|arriba] hay luz.
c: En la mía también se fue, [hace diez minutos|ahora mismo].
d: Llamé a la compañía: avería en el transformador, dicen que [una hora|hora y media].
a: [Gracias|Mil gracias], @d. Saco las velas.
+c: Ya volvió 🎉

a: Recordatorio: {dia} a {hora} hay [asamblea|reunión de vecinos] en el local. Orden del día: // - turnos de ronda // - presupuesto del {13-19} % que falta // - ruegos y preguntas
b: Allí estaré.
c: Yo llego tarde, salgo de trabajar a {hora}. ¿Alguien toma notas?
a: Las tomo yo y las cuelgo aquí.
?d: Gracias, {a} 🙏

a: ¿Qué farmacia está de guardia [hoy|esta noche]?
b: La de Carballo hasta las 22, después la de [la villa|abajo].
a: Perfecto, gracias.

a: El contenedor de vidrio de {lugar} [lleva lleno tres días|está a rebosar otra vez].
b: Puse aviso en la web municipal el {1-9}. Número 20{10-99}-{100-999}.
c: Yo llamo mañana, que a mí me cogen el teléfono.
?d: A ti te tienen miedo, {c} 😂
c: Funciona.

a: Busco a alguien que [sepa de calderas|entienda de lavadoras|tenga una escalera de cuatro metros]. ¿Alguna recomendación?
b: @c te lo mira seguro.
c: Claro. ¿Te viene bien {dia} a {hora}?
a: De maravilla. Te debo una empanada.
c: De [zamburiñas|atún], anotado.

a: [Felicidades|¡Feliz cumpleaños], @b! 🎂
c: ¡Felicidades! ¿Cuántos caen?
b: {34-71} y mejor que nunca. Gracias a todos.
?d: ¡Que los cumplas con salud!
?e: Felicidades, {b} 🥳

a: Ojo, hay alguien llamando a las puertas de la {calle} diciendo que es de la compañía eléctrica.
b: ¿Con identificación?
a: Ninguna. Y pedía ver una factura.
c: A mi madre le pasó [ayer|la semana pasada]. **No abráis ni enseñéis facturas.**
d: Avisé a la policía local, van a pasar.
?b: Bien hecho. Fijo este mensaje en el tablón.

a: Nueva en el grupo 👋 Acabo de mudarme a la {calle}. ¡Encantada!
b: ¡Bienvenida! Yo vivo dos portales más arriba.
c: Bienvenida. Si necesitas algo, por aquí contestamos rápido.
a: Qué gusto. ¿Los domingos hay mercado?
b: En {lugar}, hasta las 14.

a: Mañana vienen a revisar los extintores del local. ¿Quién puede abrir a {hora}?
b: Yo puedo hasta las 11.
c: Y yo desde las 11.
a: Resuelto, entonces. Gracias.

a: ¿Alguien más [oyó|escuchó] la sirena esta [madrugada|noche]?
b: Era la prueba mensual del puerto.
c: ¿A las {noche}? Qué puntería.
b: Se les fue la hora, ya se disculparon.

a: He hecho café de más. Puerta abierta en el local hasta {hora} ☕
b: Voy.
?c: Llevo rosquillas.
?d: Sois lo mejor del pueblo.

a: El cartero ha dejado un paquete a nombre de @b en mi buzón. ¿Te lo subo?
b: ¡Gracias! Si no, paso yo a {hora}.
a: Estoy en casa toda la tarde.

a: ¿Sabéis si [abre|funciona] hoy la biblioteca?
b: Solo por la mañana, están de inventario.
?c: Y el {dia} hay cuentacuentos.
a: Perfecto para mi sobrina.

a: Encuesta rápida: ¿[bancos nuevos|más papeleras|una fuente para perros] en {lugar}? 👍 o 👎
b: 👍
c: 👍 y sombra, por favor.
d: 👎, primero la farola de la {calle}.
?a: Anoto las dos cosas.

a: Se necesita sangre del grupo [0 negativo|A negativo], la unidad móvil está {dia} en {lugar}.
b: Voy seguro.
c: Yo no puedo esta vez, pero comparto.
?a: Gracias, cada bolsa cuenta ❤️

a: Van a podar los plátanos de {lugar}. Quitad los coches antes de {hora}.
b: ¿Los dos lados?
a: Solo el de los pares.
?c: El mío es impar. Por una vez, suerte.

a: Clases de [costura|informática|inglés] para mayores en el local, {dia} a {hora}. Gratis.
b: ¿Hace falta apuntarse?
a: Con decirlo aquí, basta.
c: Apunto a mi padre, aunque él no lo sabe.
?d: 😂

a: Internet va [fatal|a pedales] desde ayer en la {calle}.
b: Aquí igual. Llamé: avería de zona, resuelta «en breve».
c: Ese «en breve» lo conozco.
+a: Ya va. Retiro lo dicho.

a: Rampa de la entrada del local terminada. Por fin pueden entrar [sillas|carritos] sin ayuda.
b: ¡Qué alegría! Gracias a quienes la hicisteis.
c: Fueron {12-30} horas entre cinco. Bien empleadas.
`,
);

/** Lost and found. */
export const perdidos = theme(
  words,
  `
a: He encontrado {cosa} en {lugar}. ¿De quién es?
b: ¡Mío! Bueno, de mi [hijo|hermana|padre]. ¿Dónde lo recojo?
a: Te lo dejo en el quiosco.
?b: Mil gracias, {a} 🙏

a: Perdí {cosa} entre {lugar} y la {calle}, [ayer por la tarde|esta mañana]. Si alguien lo ve…
b: Miro al pasar.
c: Preguntad en la panadería, allí dejan de todo.
+a: ¡Estaba en la panadería! Gracias, {c}.

a: Se busca {animal}: se escapó por la {calle} a eso de {hora}.
b: Lo vi cerca de {lugar} hace un rato.
a: ¡Voy!
?c: Comparto con la ronda.
+a: Ya está en casa, asustado y con hambre. Gracias a todos ❤️

a: En la caja del local hay sin reclamar: {cosa}, {2-5} paraguas y un zapato izquierdo.
b: ¿Quién pierde UN zapato?
c: Cenicienta, la de la {calle} 😂

a: Encontradas unas llaves de coche en {lugar}. Las tengo yo.
b: ¿Llevan un mosquetón?
a: Sí, verde.
b: Son de mi cuñado. Paso a {hora}.
`,
);

/** Given away, lent, swapped. */
export const mercadillo = theme(
  words,
  `
a: Regalo {mueble}, en buen estado. Hay que venir a buscarlo a la {calle}.
b: ¡Me interesa! ¿Sigue disponible?
a: Tuyo. Mañana a {hora}.
?b: Perfecto, llevo la furgoneta.

a: Cambio {mueble} por [leña|plantones de tomate|clases de guitarra].
b: Tengo [leña|plantones], pero no sé si es justo.
a: Justo es que nos sirva a los dos.
?c: Poeta.

a: ¿Alguien me presta [una hidrolimpiadora|un taladro|una lijadora] el {dia}?
b: La mía, cuando quieras. Trátala bien.
+a: Devuelta y limpia. Gracias, @b.

a: Vendo {mueble}: {20-90} €. Negociable para gente de la casa.
b: ¿Foto?
a: Te la mando. Tiene un golpe en un lado, nada más.
b: ¿{15-60}?
a: Hecho.

a: Excedente de la huerta: calabacines. Muchos. Por favor.
b: Me llevo cuatro.
c: Otros cuatro, hago crema.
?d: El año pasado dijiste que plantarías menos.
?a: El año pasado era otra persona.
`,
);
