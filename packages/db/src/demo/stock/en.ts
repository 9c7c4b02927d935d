import { theme, type Words } from './script.ts';

const words: Words = {
  boat: [
    'Wren of Fowey',
    'Kittiwake',
    'Second Wind',
    'Marguerite',
    'Salt Lark',
    'Ocean Mist',
    'Tern',
    'Heather Bell',
    'Sandpiper',
  ],
  place: [
    'the visitors’ pontoon',
    'the slipway',
    'the fuel berth',
    'the lighthouse car park',
    'the harbour office',
    'the old quay',
    'the fish market',
  ],
  beach: [
    'North Sands',
    'the cove',
    'the dune path',
    'Shingle Point',
    'the river mouth',
    'the long beach',
  ],
  port: ['A Coruña', 'Camariñas', 'Falmouth', 'Brest', 'Viana', 'Muros', 'Baiona'],
  wind: ['north-easterly', 'westerly', 'south-westerly', 'northerly', 'light and variable'],
  time: ['7:30', '9:00', '10:15', 'noon', '2:30 pm', '4:00 pm', '6:00 pm', '7:45 pm'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  crop: [
    'tomatoes',
    'courgettes',
    'runner beans',
    'kale',
    'potatoes',
    'strawberries',
    'chard',
    'garlic',
  ],
  tool: [
    'the hedge trimmer',
    'the long ladder',
    'the cordless drill',
    'the wheelbarrow',
    'the chipper',
    'the jigsaw',
  ],
  thing: [
    'a wetsuit glove',
    'a blue thermos',
    'a child’s wellington boot',
    'a set of keys',
    'reading glasses',
    'a folding knife',
  ],
  lens: ['35 mm', '85 mm', '200 mm', 'an old 50'],
};

/** Crews who pass through the harbour. */
export const visiting = theme(
  words,
  `
a: Morning all. {boat} here, ETA {time} from {port}. Any berth left for [ten|eleven|twelve] metres?
b: Welcome! Take the hammerhead on {place}, I’ll grab your lines.
a: Much appreciated. We draw {1-2}.{1-9}.
b: Plenty of water there at any state of tide.
?a: Tied up and kettle on. Thank you {b}!

a: Is the fuel berth open on {day}?
b: {8-9} to {13-14}, cash or card.
c: Ring the bell twice, he’s usually in the shed.
a: Brilliant, cheers.

a: Anyone heading to {port} this week? Looking for company round the cape.
b: We might, if the {wind} settles. Thinking {day}.
a: Same plan. Channel 72?
b: 72 it is.
?c: Zoe’s forecast says {day} is your window.

a: Where do people get gas bottles refilled here?
b: Hardware shop on calle Real, ask for Hugo.
c: They swap rather than refill. About {14-22} euros.
a: Sorted, thanks both.

a: Shower token machine ate my coin again.
b: Kick it gently, left side.
a: …that worked.
?c: Engineering.

a: Forecast for the crossing: {wind}, force {3-5}, sea {2-3} metres. Looks civil.
b: Which model?
a: All three agree for once.
?b: Now I’m suspicious.

a: Somebody’s halyards are tapping on {place}. It’s {1-3} am 😴
b: That’s ours, so sorry. Frapping them now.
a: Hero.

a: We found {thing} on {place}. Handed it in at the office.
b: I think that’s ours! Will fetch it at {time}.
?a: No worries.

a: Leaving on the tide tomorrow. Thank you all, this has been the kindest harbour since {port}.
b: Fair winds, {a}! ⛵
c: Come back for the festival.
?d: Safe passage 👋

a: Does anyone speak enough Spanish to help me explain a raw water pump to the chandler?
b: I’ll come along. *Bomba de agua salada*, impeller is *rodete*.
a: You’re a star. {time}?
b: See you at {place}.
`,
);

/** Pictures of the coast. */
export const photos = theme(
  words,
  `
a: Sunrise behind the lighthouse was unreal today. Shot on {lens}.
b: Those colours! Straight out of camera?
a: A touch of contrast, nothing else.
?c: Printing this for the clubhouse, if you allow it.
?a: With pleasure.

a: Anyone up for the blue hour at {place} on {day}?
b: I’m in. Bringing a tripod.
c: What time?
a: Meet at {time}.

a: How do you keep salt off the front element?
b: UV filter and a very old T-shirt.
c: And never, ever change lenses on the breakwater.
a: Learned that one the hard way.

a: The heron is back at the river mouth.
b: Same one as last year?
a: Same grumpy posture, so yes 🪶

a: Photo walk results: {120-480} frames, {3-9} keepers.
b: That’s a good ratio!
?c: I got {1-2}.

a: Long exposure or short for the harbour lights?
b: Start at {8-20} seconds, f/8, ISO 100.
a: Thanks, trying tonight.
b: Post it whatever happens.
`,
);

/** The collective’s own square. */
export const general = theme(
  words,
  `
a: Good morning! Reminder: open day on {day} from {time}. We still need [two people at the door|someone for the tea table|a pair of hands for chairs].
b: Count me in.
c: I can do the first hour.
a: That’s everything covered. You’re the best.

a: Who has {tool}? The book says it’s out since {day}.
b: Guilty. Bringing it back at {time}.
a: No rush, just checking it isn’t lost.
?c: The library never forgets 👀

a: The router in the common room is blinking red.
b: Turned it off and on again?
a: Twice.
c: Cable behind the shelf was loose. Fixed.
?a: Of course it was. Thank you {c}!

a: Minutes of the meeting are up. Three decisions: // 1. Workshop hours until {8-10} pm // 2. New lock for the shed // 3. Budget of {120-340} for seeds
b: Thanks for writing them so fast.
c: Small thing: it was me who buys the lock, not {b}.
a: Corrected.

a: Does anyone have a spare room for two nights? My [sister|cousin|old flatmate] is visiting on {day}.
b: We do, second floor. Very quiet.
a: Lifesaver!

a: Found {thing} by the sink.
b: That’s mine, thanks! I’ll get it later.

a: Lost the thread: are we meeting at {time} or an hour later?
b: {time}, at the long table.
c: And bring a mug.

a: Welcome to our new neighbours! Say hi 👋
b: Hello! Glad you’re here.
c: Hi! The kettle is always on.
?d: Welcome! Ask me anything about the bins, it’s complicated.

a: Power cut in the workshop, breaker tripped when the kiln came on.
b: Kiln and heater together are too much. One at a time, please.
a: Noted. Put a sign up.
`,
);

/** The shared garden. */
export const garden = theme(
  words,
  `
a: First {crop} of the year! 🌱
b: Already? Mine are still sulking.
a: South wall, no wind.
?c: Show-off.

a: Slugs got the {crop}. All of it.
b: Beer traps?
c: Copper tape worked for me.
a: Trying both. War.

a: Watering rota for the week: // - Mon {a} // - Wed {b} // - Fri {c} // Swap among yourselves.
b: Fine with me.
c: Can I have Thursday instead?
a: Done.

a: The hives are doing well: about {9-16} kilos this month.
b: Honey day?
a: {day} at {time}, bring jars.
?c: Bringing all the jars.

a: Compost bin two is ready to turn. It’s steaming.
b: I have an hour on {day}.
c: I’ll bring {tool}.

a: Frost warning tonight, cover the {crop}.
b: Fleece is in the shed, top shelf.
c: Done the back beds, someone take the front?
b: On it.
+a: All covered. Thank you!

a: Seeds arrived: {crop}, two kinds of lettuce and a mystery packet.
b: Plant the mystery packet first.
`,
);

/** Cleaning the coast. */
export const cleanUp = theme(
  words,
  `
a: Clean-up at {beach} on {day}, {time}. Gloves and bags provided.
b: We’re three.
c: Bringing two from work.
a: See you by the van.

a: Today’s tally at {beach}: {42-138} kg. Mostly [nets|rope and bottles], one tyre, {3-9} shoes.
b: Incredible. Thanks for counting.
?c: Data sheet uploaded.

a: There’s a dead [dolphin|seal] at {beach}. Please keep dogs away, I called the stranding network.
b: They have the number of the marine station too?
a: Yes, they’re on the way.
c: Thanks for dealing with it.

a: Dune fence is down in two places.
b: Photos? I’ll show them to the council.
a: Sent. The marram is being trampled.
?c: Putting up rope until they come.

a: The van needs a new tyre before {day}.
b: Budget says {70-130}, go ahead.
a: Booked for {time}.
`,
);

/** Coordination of the collective. */
export const coordination = theme(
  words,
  `
a: Grant application is in. Decision in {4-9} weeks.
b: Fingers crossed. What did we ask for?
a: {8-19} thousand for the boathouse roof.
?c: If this works, I’m baking.

a: Two complaints about noise from the workshop after ten.
b: I’ll talk to them. Quiet hours are on the door.
a: Thanks. Please write down how it went.
+b: All friendly. Sander moves to the mornings.

a: Can someone check the insurance covers volunteers at sea?
b: It does, up to {12-24} miles, helmet and vest required.
a: Perfect, adding it to the handbook.

a: Quarterly figures: in {2100-4300}, out {1500-2600}. Sheet is in the folder.
b: Reviewed, no remarks.
c: Same here.
`,
);
