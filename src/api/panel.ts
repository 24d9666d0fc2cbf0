import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { Router } from 'express';
import expressStaticGzip from 'express-static-gzip';
import helmet from 'helmet';

/** Addresses that are not the panel's, whatever stands behind them, however they are written. */
const NOT_PANEL = /^\/+(?:api|docs|openapi\.json|healthz|readyz|metrics)(?:\/|$)/i;

/** The panel may run its own scripts, have its own styles and speak with its own server, and nothing else. */
const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Scripts place elements through the object model, which this allows.
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
});

/** Serves the panel as it was built, at `/`; nothing where it was not. Addresses within it are its own to read. */
export function panelRoutes(dir: string): Router {
  const router = Router();
  const page = path.join(dir, 'index.html');
  if (!existsSync(path.join(dir, 'assets')) || !existsSync(page)) return router;
  router.use(policy);
  router.use(
    expressStaticGzip(dir, {
      index: false,
      // The build has compressed them already.
      enableBrotli: true,
      orderPreference: ['br'],
      serveStatic: {
        setHeaders: (res: ServerResponse, file: string) => {
          const isNamedByContent = file.includes(`${path.sep}assets${path.sep}`);
          res.setHeader(
            'cache-control',
            isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
          );
        },
      },
    }),
  );
  router.get(/.*/, (req, res, next) => {
    const isPage = !NOT_PANEL.test(req.path) && !path.posix.basename(req.path).includes('.');
    if (!isPage || !req.accepts('html')) return next();
    res.setHeader('cache-control', 'no-cache');
    res.sendFile(page);
  });
  return router;
}
