/**
 * Words of up to three letters that people write in Spanish, English or a chat, without their
 * accents, with names, units and abbreviations. What is as short and not here is a scrap of a word.
 * Coarse ones are left out on purpose: whoever takes «ass hole» apart must not be helped by it.
 */
export const shortWords: ReadonlySet<string> = new Set(
  `
  a e i o u y
  ah al am an as at ay be by cv da de di dj do dr ea eh el en es ex fa fe gb go ha he hi id if in ip ir is it
  ja je ji jo kb kg km la le lo ma mb me mg mi ml mm mu my na ni no oh of ok on or os pa pc pi re se si so sr
  su tb te ti to tq tu tv ud uf un up us va ve vi we xd xq pq ya yo

  ada age ago aid aim air aja ajo ala all ama ame amo amy ana and ann any aun api app are arm aro art ask asi
  bad bag bar bay bea bed bee ben bet bid big bis bit bla bow box boy bro bug bus but buy cab cae cai cal can cap
  car cat che cia cm col con cry cup cut dad dam dan das dar day del dia did dig dio dni dog dom don dos dot
  doy dry due duo dvd ear eat eco egg ego eje elf end era esa ese eso eva eye fan far fat fee few fin fit fix
  fly fog for fue fui fun fur gap gas gay gel gen get gil god gol got gps gun guy gym had ham han has hat hay
  haz hen her hey him hip his hit hmm hop hot how hoy hug hut iba ice ida ido ian ill ink inn ion ira its iva
  jam jar jaj jaw jej jet jim job joe jon joy kid key ken kim lab lap las law lay led lee leg leo les let ley
  lia lid lie lio lip log lol los lot low luz mad mal man map mar mas mat max may meg men mes met mia mil min
  mio mis mix mmm mom mud mum muy nah nap net new nia noa nod nop nor nos not now nut oak odd off oid oil oir
  ojo ola old ole omg one ong oro osa oso our out own owl oye pad pan pat pau pay paz pdf pen pep per pet pez
  pie pig pin pio pit pls plz pol pon pop por pot pro pub pup pus put que rag ram ran rap rat raw ray red res
  rey ria rib rid rio rip rod rol ron rot row roy rub rug run sad sal sam san sat saw say sea sed see seg ser
  set she sin sip sit six ski sky sms sob sol son soy spa spy sra sub sun sur sus tab tag tal tan tap tar tax
  tbn tea ted ten teo the tia tic tie tim tin tio tip tkm tmb toe tom ton too top tos tow toy tqm try tub tul
  tus two una uno ups url usa usb use uso uva van vas vea ven veo ver ves vet vez via vid vie vil vio vip vos
  voy voz war was wax way web wet who why wig win won wow wtf yen yep yes yet you zip zoe zoo año uña
  `.match(/\S+/g),
);
