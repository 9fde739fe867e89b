/** Invented film titles: a pattern filled with words that suit the genre. */
import type { RandomStream } from '@/lib/random';

/** Nouns that only titles of this genre use; the genres of the sample are the keys. */
const GENRE_NOUNS = {
  Action: ['Ambush', 'Detonator', 'Vanguard', 'Riptide', 'Ironclad', 'Crossfire', 'Outpost', 'Afterburn', 'Juggernaut'],
  Adventure: ['Compass', 'Expedition', 'Lagoon', 'Caravan', 'Meridian', 'Monsoon', 'Atlas', 'Sextant', 'Canyon'],
  Animation: ['Kite', 'Teapot', 'Hedgehog', 'Balloon', 'Acorn', 'Marmalade', 'Puddle', 'Firefly', 'Snowglobe'],
  Comedy: ['Wedding', 'Landlord', 'Dentist', 'Casserole', 'Umbrella', 'Reunion', 'Accordion', 'Parrot', 'Timeshare'],
  Crime: ['Alibi', 'Ledger', 'Informant', 'Racket', 'Safecracker', 'Verdict', 'Courier', 'Pawnshop', 'Payroll'],
  Documentary: [
    'Glacier',
    'Orchard',
    'Beekeeper',
    'Shipyard',
    'Archive',
    'Estuary',
    'Lighthouse',
    'Clockmaker',
    'Tide',
  ],
  Drama: ['Inheritance', 'Winter', 'Letter', 'Threshold', 'Harbour', 'Silence', 'Daughter', 'Farewell', 'Homecoming'],
  Fantasy: ['Griffin', 'Amulet', 'Witch', 'Thorn', 'Realm', 'Enchanter', 'Moonstone', 'Changeling', 'Wyrm'],
  Horror: ['Cellar', 'Hollow', 'Séance', 'Marrow', 'Visitor', 'Attic', 'Whisperer', 'Asylum', 'Scarecrow'],
  Mystery: ['Cipher', 'Locket', 'Vanishing', 'Witness', 'Keyhole', 'Inspector', 'Manuscript', 'Portrait', 'Footprint'],
  Romance: ['Serenade', 'Rendezvous', 'Promise', 'Valentine', 'Tango', 'Stranger', 'Bouquet', 'Proposal', 'Café'],
  'Sci-Fi': ['Orbit', 'Android', 'Signal', 'Nebula', 'Paradox', 'Colony', 'Airlock', 'Singularity', 'Telemetry'],
};

export type Genre = keyof typeof GENRE_NOUNS;
export const SAMPLE_GENRES = Object.keys(GENRE_NOUNS) as Genre[];

// biome-ignore format: a word a line would fill a page
const ADJECTIVES = [
  'Quiet', 'Crimson', 'Last', 'Hidden', 'Paper', 'Golden', 'Broken', 'Velvet', 'Distant', 'Hollow', 'Silver', 'Restless',
  'Forgotten', 'Electric', 'Amber', 'Unlikely', 'Northern', 'Gentle', 'Wandering', 'Second', 'Secret', 'Blue', 'Burning',
  'Invisible', 'Winter', 'Patient', 'Crooked', 'Luminous', 'Stolen', 'Midnight',
];
// biome-ignore format: as above
const NOUNS = [
  'Lantern', 'River', 'Garden', 'Mirror', 'Bridge', 'Clock', 'Island', 'Shadow', 'Letter', 'Station', 'Feather', 'Thread',
  'Window', 'Crown', 'Beacon', 'Ember', 'Map', 'Tower', 'Song', 'Mask', 'Door', 'Storm', 'Star', 'Road', 'Sparrow', 'Anchor',
];
const MATTERS = ['Glass', 'Salt', 'Ashes', 'Paper', 'Smoke', 'Snow', 'Iron', 'Honey', 'Dust', 'Rain', 'Copper', 'Silk'];
// biome-ignore format: as above
const PLACES = [
  'Port Amsel', 'Valdoré', 'Kestrel Bay', 'Møllehavn', 'Saint-Orme', 'Larkspur', 'Ostrava Street', 'Cinder Hill',
  'Alcázar Row', 'Lake Ysolde', 'Fernwick', 'Marrowgate', 'Zürichberg', 'Palo Verde', 'Tidewater', 'Nová Ves',
];
// biome-ignore format: as above
const PEOPLE = [
  'Ada', 'Bruno', 'Celeste', 'Dmitri', 'Elif', 'Fausto', 'Greta', 'Hugo', 'Inés', 'Jonas', 'Kamala', 'Léon', 'Mirela',
  'Noor', 'Otis', 'Paloma', 'Quentin', 'Renée', 'Søren', 'Talia',
];
const TIMES = ['Dawn', 'Noon', 'Dusk', 'Midnight', 'Low Tide', 'First Frost', 'Harvest', 'Four O’Clock'];

type Words = (list: readonly string[]) => string;

const PATTERNS: ((word: Words, own: readonly string[]) => string)[] = [
  (word, own) => `The ${word(ADJECTIVES)} ${word(own)}`,
  (word, own) => `${word(own)} of ${word(MATTERS)}`,
  (word, own) => `The ${word(own)} at ${word(PLACES)}`,
  (word, own) => `${word(PEOPLE)} and the ${word(own)}`,
  (word, own) => `A ${word(own)} for ${word(PEOPLE)}`.replace(/^A (?=[AEIOU])/, 'An '),
  (word, own) => `${word(own)} before ${word(TIMES)}`,
  (word, own) => `The ${word(NOUNS)} and the ${word(own)}`,
  (word, own) => `${word(ADJECTIVES)} ${word(own)}, ${word(ADJECTIVES)} ${word(NOUNS)}`,
  (word) => `${word(NOUNS)}s of ${word(PLACES)}`,
  (word) => `The ${word(ADJECTIVES)} ${word(NOUNS)}`,
  (word) => `${word(PLACES)}, ${word(TIMES)}`,
];

/** Franchises have short names, so that a number can follow: "Paper Lanterns III". */
const FRANCHISE_PATTERNS: ((word: Words, own: readonly string[]) => string)[] = [
  (word) => `${word(ADJECTIVES)} ${word(NOUNS)}s`,
  (word, own) => `${word(ADJECTIVES)} ${word(own)}`,
  (word, own) => `${word(own)} ${word(NOUNS)}`,
];

/** A maker of titles that never gives one twice. */
export function titleMaker(random: RandomStream): (genre: Genre, franchise: boolean) => string {
  const given = new Set<string>();
  const word: Words = (list) => list[random.integer(list.length)];
  return (genre, franchise) => {
    const patterns = franchise ? FRANCHISE_PATTERNS : PATTERNS;
    for (;;) {
      const title = patterns[random.integer(patterns.length)](word, GENRE_NOUNS[genre]);
      if (given.has(title)) continue;
      given.add(title);
      return title;
    }
  };
}
