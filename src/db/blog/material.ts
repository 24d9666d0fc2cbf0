import { BRAND_VOICE } from '../stores/stores';
import type { Store } from '../stores/stores';
import type { HintedPart } from '../orders/hints';
import type { Queryable } from '../pool';
import type { Idea } from './ideas';
import type { Subject } from './subjects';

/** What the parts of a post are made from. */
export interface Material {
  store: Pick<Store, 'id' | 'name' | 'language' | 'brandVoice' | 'imageStyle'>;
  subject: Subject | undefined;
  idea: Pick<Idea, 'title' | 'angle' | 'outline' | 'keyword'> | undefined;
  /** What a person asked of the part in its latest round; empty where nobody did. */
  hint: string;
}

/** What an order's part is made from: of the idea given, if it is the order's. Undefined without a store. */
export async function readMaterial(
  db: Queryable,
  key: { orderId: string; storeId: string; part: HintedPart; ideaId?: string },
): Promise<Material | undefined> {
  const result = await db.query<{
    store: Material['store'];
    subject: Subject | null;
    idea: Material['idea'] | null;
    hint: string | null;
  }>(
    `select jsonb_build_object('id', s.id, 'name', s.name, 'language', s.language, 'brandVoice', ${BRAND_VOICE},
              'imageStyle', s.image_style) as store,
            (select jsonb_build_object('subject', u.subject, 'facts', u.facts)
               from order_subjects u where u.order_id = $1) as subject,
            (select jsonb_build_object('title', i.title, 'angle', i.angle, 'outline', i.outline, 'keyword', i.keyword)
               from ideas i where i.order_id = $1 and i.id = $4) as idea,
            (select h.hint from round_hints h where h.order_id = $1 and h.part = $3 order by h.round desc limit 1) as hint
       from stores s where s.id = $2`,
    [key.orderId, key.storeId, key.part, key.ideaId ?? null],
  );
  const [row] = result.rows;
  return (
    row && {
      store: row.store,
      subject: row.subject ?? undefined,
      idea: row.idea ?? undefined,
      hint: row.hint ?? '',
    }
  );
}
