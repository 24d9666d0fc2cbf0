import { z } from 'zod';
import { listOf, uuid } from '../http/schemas';
import { unknownMicros } from '../orders/record-schemas';
import { SPENDING_GROUPS } from '../../db/spending/spending';

const day = z.iso
  .date()
  .refine((value) => value >= '2000-01-01', 'must not be before the year 2000')
  .optional();

/** What is asked of the report. */
export const spendingQuery = z.strictObject({
  from: day,
  to: day,
  groupBy: listOf(SPENDING_GROUPS).prefault('day'),
  storeId: uuid.optional(),
  tenantId: uuid.optional(),
  format: z.enum(['json', 'csv']).optional(),
});

const micros = z.number().int();

const capView = z
  .object({
    /** In cents. */
    amount: z.int(),
    currency: z.literal('USD'),
    spentMicros: micros,
    reservedMicros: micros,
    reached: z.boolean(),
  })
  .nullable();

/** The report; members of an item are there where it was grouped by them. */
export const spendingView = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  currency: z.literal('USD'),
  total: z.object({ amountMicros: micros, unknownMicros, calls: z.int() }),
  items: z.array(
    z.object({
      day: z.iso.date().optional(),
      stage: z.string().optional(),
      storeId: uuid.nullable().optional(),
      storeName: z.string().nullable().optional(),
      calls: z.int(),
      amountMicros: micros,
      unknownMicros: micros,
      reservedMicros: micros,
    }),
  ),
  caps: z.object({ daily: capView, monthly: capView }).nullable(),
});
