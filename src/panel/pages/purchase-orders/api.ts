import type { Answer } from '../../api/answer';
import type { Price } from '../../api/catalogue-queries';

type Answered = Answer<'/api/backlink-orders'>['items'][number];

/** An order that was bought, as those who run the system see it; the same for both products. Prices are those of the catalogue. */
export type BoughtOrder = Omit<Answered, 'price'> & { price: Price };
