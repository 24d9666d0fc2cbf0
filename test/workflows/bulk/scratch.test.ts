import { HeldTexts, placeJob } from '../../support/bulk';
import { startGalley } from '../../support/galley';
test('scratch', async () => {
  const galley = await startGalley({ deps: new HeldTexts().deps });
  const job = await placeJob(galley);
  await new Promise((r) => setTimeout(r, 4000));
  const q = async (sql: string) => console.log(JSON.stringify((await galley.database.pool.query(sql)).rows, null, 0));
  await q(`select o.kind,o.status,o.phase,c.queue_position,o.error from orders o left join content_items c on c.order_id=o.id where o.status<>'queued'`);
  await q(`select order_id,type,data from order_events where type not in ('order.accepted')`);
  await q('select kind,state,last_problem,signal from outbox');
  await q('select * from activity_failures');
  await q('select * from order_runs');
  const h = galley.temporal.workflow.getHandle(`bulk:${job.id}`);
  try {
    const d = await h.describe();
    console.log(d.status.name, JSON.stringify(d.raw.pendingActivities), JSON.stringify(d.raw.pendingWorkflowTask));
    
    
  } catch (e) { console.log(String(e)); }
  await galley.stop();
}, 60000);
