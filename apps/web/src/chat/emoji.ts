/** The emoji of the picker, by group: the sign and the words it is found by, Spanish and English. */
interface Emoji {
  sign: string;
  words: string;
}

const list = (text: string): readonly Emoji[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [sign = '', ...words] = line.trim().split(' ');
      return { sign, words: words.join(' ') };
    });

/** One click away, beside every message. */
export const quickEmoji = ['👍', '❤️', '😂', '🎉', '👀', '🙏'] as const;

export const emojiGroups = [
  {
    name: 'faces',
    emoji: list(`
      😀 sonrisa feliz grin happy smile
      😄 sonrisa ojos feliz smile happy
      😁 dientes sonrisa beam grin
      😅 sudor alivio sweat relief
      😂 risa llorar lol joy laugh
      🤣 risa suelo rofl laugh
      🙂 sonrisa leve slight smile
      😉 guiño wink
      😊 rubor contento blush happy
      😇 ángel inocente angel innocent
      🥰 amor corazones love hearts
      😍 enamorado ojos corazón love eyes
      😘 beso kiss
      😋 rico sabroso yum tasty
      😎 gafas genial cool sunglasses
      🤓 gafas estudio nerd
      🤩 estrellas asombro star struck wow
      🥳 fiesta celebrar party celebrate
      🤔 pensar duda think hmm
      🫡 saludo a la orden salute
      🤨 ceja duda eyebrow doubt
      😐 neutral serio neutral
      😶 callado sin boca silent
      🙄 ojos en blanco roll eyes
      😬 mueca incómodo grimace
      😌 alivio tranquilo relieved calm
      😴 dormir sueño sleep
      🤒 enfermo fiebre sick ill
      🤯 mente explota mind blown
      😮 sorpresa boca abierta surprised wow
      😲 asombro astonished
      😳 vergüenza flushed
      🥺 súplica por favor please pleading
      😢 triste lágrima sad tear cry
      😭 llanto llorar cry sob
      😤 resoplar huff triumph
      😡 enfado rojo angry
      😱 miedo grito fear scream
      😰 ansiedad sudor anxious
      🤗 abrazo hug
      🤝 trato acuerdo handshake deal
      🫠 derretirse melt
    `),
  },
  {
    name: 'hands',
    emoji: list(`
      👍 pulgar arriba sí bien thumbs up yes ok
      👎 pulgar abajo no mal thumbs down no
      👌 perfecto vale ok perfect
      ✌️ paz victoria peace victory
      🤞 suerte dedos cruzados luck crossed fingers
      👏 aplauso bravo clap applause
      🙌 manos arriba celebrar raised hands hooray
      👋 hola adiós saludo wave hello bye
      🙏 gracias por favor thanks please pray
      💪 fuerza ánimo strong muscle
      👉 señalar derecha point right
      👇 señalar abajo point down
      👆 señalar arriba point up
      ✋ alto mano stop hand
      🖐️ mano cinco hand five
      🫶 manos corazón heart hands
      ✍️ escribir write
      👀 ojos mirar eyes look
      🧠 cerebro idea brain
      🫂 abrazo hug people
    `),
  },
  {
    name: 'signs',
    emoji: list(`
      ❤️ corazón rojo amor heart love red
      🧡 corazón naranja orange heart
      💛 corazón amarillo yellow heart
      💚 corazón verde green heart
      💙 corazón azul blue heart
      💜 corazón morado purple heart
      🖤 corazón negro black heart
      💔 corazón roto broken heart
      💯 cien perfecto hundred
      ✅ hecho correcto done check yes
      ☑️ casilla check box
      ❌ no mal error cross
      ❗ exclamación importante exclamation important
      ❓ pregunta duda question
      ⚠️ aviso cuidado warning
      🚨 alarma sirena urgente alarm siren urgent
      🔴 rojo círculo red circle
      🟡 amarillo círculo yellow circle
      🟢 verde círculo green circle
      ➕ más sumar plus add
      ➡️ derecha flecha right arrow
      🔁 repetir repeat
      🆗 ok vale okay
      🆘 ayuda socorro sos help
      ♻️ reciclar recycle
      🔥 fuego genial fire hot
      ✨ brillo magia sparkles
      ⭐ estrella favorito star favourite
      💡 idea bombilla idea bulb
      💬 comentario mensaje comment message
      💤 sueño dormir sleep
    `),
  },
  {
    name: 'things',
    emoji: list(`
      🎉 fiesta celebrar party tada
      🎂 tarta cumpleaños cake birthday
      🎁 regalo gift present
      🏆 trofeo premio trophy prize
      🚀 cohete lanzar rocket launch ship
      ⏳ esperar reloj de arena wait hourglass
      ⏰ alarma reloj hora alarm clock
      📅 fecha calendario calendar date
      📌 chincheta fijar pin
      📎 clip adjunto paperclip
      📣 megáfono anuncio announce megaphone
      📷 cámara foto camera photo
      📱 móvil teléfono phone mobile
      💻 ordenador portátil computer laptop
      🔧 llave herramienta arreglar wrench fix tool
      🔒 candado seguro lock secure
      🔑 llave acceso key
      🔔 campana aviso bell notify
      🗑️ papelera borrar trash bin
      📦 paquete caja package box
      📝 nota escribir memo note
      📈 subir gráfico chart up
      📉 bajar gráfico chart down
      💰 dinero bolsa money
      🔦 linterna luz torch light
      🕯️ vela candle
      🔭 telescopio mirar telescope
      🏠 casa hogar house home
      🚑 ambulancia ambulance
      🚒 bomberos fire engine
      🚓 policía coche police car
      🚲 bicicleta bike
      ⛵ velero barco sail boat
      ⚓ ancla puerto anchor harbour
      🛟 salvavidas lifebuoy
    `),
  },
  {
    name: 'nature',
    emoji: list(`
      ☀️ sol sun
      🌤️ sol nubes partly cloudy
      🌧️ lluvia rain
      ⛈️ tormenta storm thunder
      🌊 ola mar wave sea
      💨 viento wind
      ❄️ nieve frío snow cold
      🌈 arcoíris rainbow
      🌙 luna noche moon night
      🌱 planta brote plant seedling
      🌳 árbol tree
      🌸 flor flower blossom
      🐶 perro dog
      🐱 gato cat
      🐟 pez fish
      🐦 pájaro bird
      🐢 tortuga lento turtle slow
      🦀 cangrejo crab
      ☕ café coffee
      🍵 té tea
      🍺 cerveza beer
      🍕 pizza
      🥐 cruasán croissant
      🍎 manzana apple
      🥖 pan bread
    `),
  },
] as const satisfies readonly { name: string; emoji: readonly Emoji[] }[];

/** As words are compared: small letters without accents. */
export const plain = (text: string) =>
  text
    .toLocaleLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '');

/** Emoji whose words begin with what was typed, in either language, accents aside. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = plain(query.trim());
  const found = new Map<string, Emoji>();
  for (const { emoji } of emojiGroups) {
    for (const one of emoji) {
      const words = plain(one.words).split(' ');
      if (words.some((word) => word.startsWith(wanted))) found.set(one.sign, one);
    }
  }
  return [...found.values()];
}
