// Galley under PM2, on a server without containers: npm run build, npm run migrate, pm2 start ecosystem.config.js. The settings are
// in .env. `queue-worker` has all lanes; docs/scaling.md tells how to give each a process of its own.
const app = {
  cwd: __dirname,
  exec_mode: 'fork',
  instances: 1,
  node_args: '--enable-source-maps --env-file=.env',
  exp_backoff_restart_delay: 200,
};

module.exports = {
  apps: [
    // Requests in progress get 10 s, then deliveries to Temporal are ended.
    {
      ...app,
      name: 'api',
      script: 'dist/api/main.js',
      kill_timeout: 30_000,
      env: { NODE_ENV: 'production' },
    },
    {
      ...app,
      name: 'queue-worker',
      script: 'dist/workers/all-lanes.js',
      // Above SHUTDOWN_FORCE_MS: activities killed earlier could not save results already paid for.
      kill_timeout: 45_000,
      env: { NODE_ENV: 'production', SHUTDOWN_GRACE_MS: '25000', SHUTDOWN_FORCE_MS: '35000' },
    },
  ],
};
