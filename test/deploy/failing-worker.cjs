// A worker whose only workflow fails its task, with the SDK's metrics at the port: node failing-worker.cjs <Temporal> <port>
const { Client, Connection } = require('@temporalio/client');
const { NativeConnection, Runtime, Worker } = require('@temporalio/worker');

async function main([address, port]) {
  Runtime.install({
    telemetryOptions: { metrics: { prometheus: { bindAddress: `127.0.0.1:${port}` } } },
  });
  const taskQueue = `failing-${port}`;
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    workflowsPath: require.resolve('./failing-workflow.cjs'),
  });
  const running = worker.run();
  const client = new Client({ connection: await Connection.connect({ address }) });
  const handle = await client.workflow.start('failing', { taskQueue, workflowId: taskQueue, args: [] });
  process.once('SIGTERM', () => {
    void handle.terminate().finally(() => worker.shutdown());
  });
  await running;
  process.exit(0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
