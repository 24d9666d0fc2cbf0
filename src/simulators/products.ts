import { stableUuid } from './core/random';
import { slugify } from './core/slug';

/** The trades that the sample products belong to. */
export type Trade = 'coffee' | 'stationery' | 'outdoor' | 'garden' | 'textiles' | 'skincare';

/** A product that the sample stores sell. */
export interface SampleProduct {
  /** A UUID, always the same for the same product. */
  id: string;
  name: string;
  slug: string;
  /** In major units of `currency`. */
  price: number;
  /** ISO 4217 code. */
  currency: string;
  description: string;
  trade: Trade;
  /** The search term that customers use for such a product. */
  keyword: string;
  facts: string[];
}

/** A Wix store that exists without any setup. */
export interface SampleStore {
  /** Wix app instance id, a UUID. */
  instanceId: string;
  name: string;
  /** Host name only. */
  siteUrl: string;
  trades: Trade[];
  productIds: string[];
  /** Which of Wix's two catalogues it has; they share neither addresses nor shapes. */
  catalog: 'v1' | 'v3';
}

const rows: [Trade, string, number, string, string, string[]][] = [
  [
    'coffee',
    'Harbour Hand Grinder',
    89,
    'hand coffee grinder',
    'A compact hand grinder with steel burrs for filter coffee and espresso at home or on the road.',
    [
      '38 mm conical steel burrs',
      'holds 25 g of beans',
      '36 click settings',
      'weighs 480 g with the handle folded',
    ],
  ],
  [
    'coffee',
    'Slow Morning Pour-Over Set',
    54,
    'pour-over coffee set',
    'A glazed stoneware dripper, a half-litre server and forty paper filters in one box.',
    [
      'stoneware dripper glazed by hand',
      '500 ml borosilicate server',
      'fits size 02 filters',
      'dishwasher safe',
    ],
  ],
  [
    'coffee',
    'Lantern Gooseneck Kettle',
    119,
    'gooseneck kettle',
    'An electric kettle with a narrow spout that heats to the degree and holds the temperature for half an hour.',
    [
      '0.9 litre capacity',
      '40 to 100 °C in steps of one degree',
      'holds the temperature for 30 minutes',
      '1200 watts',
    ],
  ],
  [
    'coffee',
    'Quayside Espresso Cups',
    38,
    'espresso cups',
    'Four thick-walled porcelain cups that keep a double espresso warm to the last sip.',
    ['set of four, 80 ml each', 'walls 6 mm thick', 'stackable', 'fired twice at 1,250 °C'],
  ],
  [
    'stationery',
    'Fieldline Dotted Notebook',
    19.5,
    'dotted notebook',
    'A thread-bound notebook that lies flat, with paper heavy enough for fountain pens.',
    ['192 pages of 100 g paper', 'lies flat when open', 'numbered pages', 'linen cover'],
  ],
  [
    'stationery',
    'Copperleaf Fountain Pen',
    72,
    'fountain pen',
    'A brass fountain pen with a steel nib that takes standard cartridges and a converter.',
    ['brass body, 34 g', 'steel nib in F, M and B', 'converter included', 'nib can be replaced'],
  ],
  [
    'stationery',
    'Northdesk Weekly Planner Pad',
    16,
    'weekly planner pad',
    'Fifty-two undated weeks on tear-off sheets with room for three goals a week.',
    ['52 undated sheets', 'A4 landscape', 'recycled 120 g paper', 'magnetic backing board'],
  ],
  [
    'outdoor',
    'Ridgeway 28 Daypack',
    139,
    'hiking daypack',
    'A 28-litre pack with a ventilated back and a rain cover for full days on the trail.',
    [
      '28 litres, 980 g',
      'mesh back panel',
      'rain cover in its own pocket',
      'fits torso lengths from 42 to 52 cm',
    ],
  ],
  [
    'outdoor',
    'Emberlite Camp Stove',
    64,
    'camping stove',
    'A folding gas stove with a wide burner that simmers as well as it boils.',
    [
      'boils half a litre in under three minutes',
      '92 g without the cartridge',
      'piezo lighter',
      'screw-on cartridges',
    ],
  ],
  [
    'outdoor',
    'Stillwater Insulated Bottle',
    34,
    'insulated bottle',
    'A double-walled steel bottle with a lid that can be opened with one hand.',
    [
      '750 ml',
      'keeps drinks hot for 12 hours',
      'no plastic touches the drink',
      'lid comes apart for washing',
    ],
  ],
  [
    'outdoor',
    'Cairn Two-Person Tent',
    289,
    'two-person tent',
    'A freestanding tent with two doors and two porches that one person can pitch in five minutes.',
    ['2.1 kg packed', 'two doors, two porches', '3,000 mm water column', 'inner and outer pitch together'],
  ],
  [
    'garden',
    'Orchard Bypass Secateurs',
    47,
    'bypass secateurs',
    'Forged secateurs with a replaceable blade for clean cuts in green wood.',
    [
      'cuts branches up to 22 mm',
      'blade and spring can be replaced',
      'sap groove',
      'handles for medium and large hands',
    ],
  ],
  [
    'garden',
    'Willow Raised Bed Kit',
    159,
    'raised garden bed',
    'A tool-free larch bed, 120 by 80 centimetres, for vegetables and herbs.',
    ['untreated larch, 27 mm thick', '120 × 80 × 40 cm', 'no tools needed', 'liner included'],
  ],
  [
    'garden',
    'Dewdrop Watering Can',
    42,
    'watering can',
    'A long-reach steel can with a brass rose that pours softly enough for seedlings.',
    ['5 litres', 'removable brass rose', 'galvanised and powder-coated', 'balanced when full'],
  ],
  [
    'textiles',
    'Saltmarsh Linen Bedding',
    169,
    'linen bedding',
    'Stonewashed European linen for beds that should feel cool in summer and warm in winter.',
    ['100 % European flax', '170 g per square metre', 'coconut buttons', 'washes at 40 °C'],
  ],
  [
    'textiles',
    'Fellside Wool Throw',
    98,
    'wool throw',
    'A herringbone throw woven from undyed wool, large enough for two.',
    ['130 × 190 cm', 'undyed new wool', 'woven in a family mill', 'weighs 900 g'],
  ],
  [
    'textiles',
    'Meadow Waffle Towels',
    59,
    'waffle towels',
    'Two bath towels in a waffle weave that dry quickly and take little room.',
    ['two towels, 70 × 140 cm', 'organic cotton', 'dries in half the time of terry', 'hanging loop'],
  ],
  [
    'skincare',
    'Calendula Day Cream',
    29,
    'calendula day cream',
    'A light cream with calendula extract for dry and sensitive skin, without added fragrance.',
    [
      '50 ml in a glass jar',
      'no added fragrance',
      'made in small batches',
      'use within six months of opening',
    ],
  ],
  [
    'skincare',
    'Oat Milk Cleansing Bar',
    12,
    'cleansing bar',
    'A mild solid cleanser with oat that replaces a bottle of face wash.',
    ['90 g, about 60 washes', 'paper wrapping', 'pH around 5.5', 'no palm oil'],
  ],
  [
    'skincare',
    'Rosehip Night Oil',
    36,
    'rosehip oil',
    'Cold-pressed rosehip oil in a dropper bottle for the evening routine.',
    ['30 ml amber glass', 'cold-pressed seeds', 'three ingredients', 'two to four drops an evening'],
  ],
];

/** Twenty products in six trades. */
export const sampleProducts: readonly SampleProduct[] = rows.map(
  ([trade, name, price, keyword, description, facts]) => {
    const slug = slugify(name);
    return {
      id: stableUuid('product', slug),
      name,
      slug,
      price,
      currency: 'EUR',
      description,
      trade,
      keyword,
      facts,
    };
  },
);

const idsOf = (trades: Trade[]): string[] =>
  sampleProducts.filter((product) => trades.includes(product.trade)).map((product) => product.id);

const store = (
  instanceId: string,
  name: string,
  siteUrl: string,
  trades: Trade[],
  catalog: SampleStore['catalog'] = 'v1',
): SampleStore => ({
  instanceId,
  name,
  siteUrl,
  trades,
  productIds: idsOf(trades),
  catalog,
});

/** Three stores that between them sell every sample product. */
export const SAMPLE_STORES: readonly [SampleStore, SampleStore, SampleStore] = [
  store('0c0ffee0-1111-4111-8111-000000000001', 'Quayside Coffee & Paper', 'quayside-coffee.example', [
    'coffee',
    'stationery',
  ]),
  store('0c0ffee0-2222-4222-8222-000000000002', 'Ridge & Root', 'ridge-and-root.example', [
    'outdoor',
    'garden',
  ]),
  store(
    '0c0ffee0-3333-4333-8333-000000000003',
    'Saltmarsh Home',
    'saltmarsh-home.example',
    ['textiles', 'skincare'],
    'v3',
  ),
];
