/** What the API takes and answers; written by scripts/panel-types.mjs. */

export interface paths {
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process lives */
    get: operations['get_healthz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether orders can be accepted; they are accepted while Temporal is away, too */
    get: operations['get_readyz'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics for Prometheus */
    get: operations['get_metrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is signed in */
    get: operations['get_api_session'];
    put?: never;
    /** Sign in with a key: the answer sets a cookie that stands for it in a browser */
    post: operations['post_api_session'];
    /** Sign out */
    delete: operations['delete_api_session'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List blog orders, newest first */
    get: operations['get_api_blog_generation'];
    put?: never;
    /** Order a blog post about a product, a category or a keyword, or run an order again with changes */
    post: operations['post_api_blog_generation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Order many blog posts at once: all are accepted, or none */
    post: operations['post_api_blog_generation_batch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/image': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Our own copy of an order's picture */
    get: operations['get_api_blog_generation_id_image'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read one order with its ideas, text, picture, publication and cost */
    get: operations['get_api_blog_generation_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the timeline of an order, oldest first */
    get: operations['get_api_blog_generation_id_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what was written for an order, and what quality control found */
    get: operations['get_api_blog_generation_id_attempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/costs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what an order has cost, by step and by request */
    get: operations['get_api_blog_generation_id_costs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/select': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pick one of the ideas, or write a title of your own */
    post: operations['post_api_blog_generation_id_select'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/new-ideas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask for five other ideas, with a hint; at most five rounds in all */
    post: operations['post_api_blog_generation_id_new_ideas'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/approve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a finished post that waits for approval go out */
    post: operations['post_api_blog_generation_id_approve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/regenerate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Have the text or the picture of a finished post made again before it goes out */
    post: operations['post_api_blog_generation_id_regenerate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/schedule': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Plan, move or drop the time at which the post goes out, until it is on its way */
    post: operations['post_api_blog_generation_id_schedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say what became of a post whose publication is unconfirmed */
    post: operations['post_api_blog_generation_id_resolve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/priority': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change how soon an order is worked on, also for what waits already */
    post: operations['post_api_blog_generation_id_priority'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel an order that is not being published yet */
    post: operations['post_api_blog_generation_id_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/blog-generation/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a failed or cancelled order again; finished stages stay finished */
    post: operations['post_api_blog_generation_id_retry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List generation items, newest first */
    get: operations['get_api_generation'];
    put?: never;
    /** Have a page written: product, category, brand, inspire or engage */
    post: operations['post_api_generation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Have up to 1,000 pages written: all are accepted, or none */
    post: operations['post_api_generation_batch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/queue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many items wait, are worked on and have ended, and who works on them */
    get: operations['get_api_generation_queue'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/batch/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a batch is; its items are listed by `GET /api/generation?batchId=` */
    get: operations['get_api_generation_batch_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/batch/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel all items of a batch that have not ended */
    post: operations['post_api_generation_batch_id_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/result': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The page of a completed item, as JSON or (`format=markdown`, or by `Accept`) as Markdown */
    get: operations['get_api_generation_id_result'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read one item with its progress and its cost */
    get: operations['get_api_generation_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the timeline of an item, oldest first */
    get: operations['get_api_generation_id_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what was written for an item, and what quality control found */
    get: operations['get_api_generation_id_attempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/costs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what an item has cost, by step and by request */
    get: operations['get_api_generation_id_costs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/priority': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change how soon an item is worked on, also of what waits already */
    post: operations['post_api_generation_id_priority'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel an item; one that is being written stops */
    post: operations['post_api_generation_id_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/generation/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a failed or cancelled item again; what is written stays written */
    post: operations['post_api_generation_id_retry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/calendar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Planned and published posts from one day to another, in the order of their times */
    get: operations['get_api_calendar'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/spending': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was spent, by day (UTC), stage and store; the last 30 days unless told otherwise */
    get: operations['get_api_spending'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List tenants, newest first; most keys see their own only */
    get: operations['get_api_tenants'];
    put?: never;
    /** Create a tenant: a shop, an agency with shops, a buyer of articles, or operators */
    post: operations['post_api_tenants'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenants/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a tenant with its plan and its caps */
    get: operations['get_api_tenants_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change a tenant; orders that wait for a cap go on at once where the new one allows it */
    patch: operations['patch_api_tenants_id'];
    trace?: never;
  };
  '/api/tenants/{id}/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the keys of a tenant, newest first, without the keys themselves */
    get: operations['get_api_tenants_id_keys'];
    put?: never;
    /** Make a key for a tenant; the answer is the only one that shows it */
    post: operations['post_api_tenants_id_keys'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenants/{id}/keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke a key for good; once more gets the same answer */
    delete: operations['delete_api_tenants_id_keys_keyId'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/stores': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List stores, newest first */
    get: operations['get_api_stores'];
    put?: never;
    /** Register a site as a store, and find out whether it answers */
    post: operations['post_api_stores'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/stores/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a store with its settings and the state of its connection */
    get: operations['get_api_stores_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change settings of a store; they hold from the next step of each of its orders */
    patch: operations['patch_api_stores_id'];
    trace?: never;
  };
  '/api/stores/{id}/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask a store whether it still answers us, and note what it says */
    post: operations['post_api_stores_id_check'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/stores/{id}/reconnect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Connect a store again, with another instance or other credentials if given; its orders go on at once */
    post: operations['post_api_stores_id_reconnect'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/stores/{id}/products': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Search the products of a store by name */
    get: operations['get_api_stores_id_products'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/stores/{id}/posts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The posts of a store’s blog, newest first, ours with their orders */
    get: operations['get_api_stores_id_posts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List webhooks, newest first */
    get: operations['get_api_webhooks'];
    put?: never;
    /** Be told of every ending and every wait of orders; the answer is the only one that shows the secret */
    post: operations['post_api_webhooks'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a webhook, without its secret */
    get: operations['get_api_webhooks_id'];
    put?: never;
    post?: never;
    /** Delete a webhook; what it has not been told yet is given up */
    delete: operations['delete_api_webhooks_id'];
    options?: never;
    head?: never;
    /** Change a webhook, or switch it off and on */
    patch: operations['patch_api_webhooks_id'];
    trace?: never;
  };
  '/api/webhooks/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a webhook a new secret; the old one signs nothing any more from now on */
    post: operations['post_api_webhooks_id_rotate_secret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/webhooks/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a webhook was told and what became of it, newest first */
    get: operations['get_api_webhooks_id_deliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/webhooks/{id}/deliveries/{deliveryId}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send something again under the same id; one that is still to be sent stays as it is */
    post: operations['post_api_webhooks_id_deliveries_deliveryId_resend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lanes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every lane: what waits, how fast it goes, who works on it, and whether it is stopped */
    get: operations['get_api_lanes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lanes/{lane}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stop a lane; its orders wait and say why */
    post: operations['post_api_lanes_lane_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lanes/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stop every lane */
    post: operations['post_api_lanes_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lanes/{lane}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a lane go on */
    post: operations['post_api_lanes_lane_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lanes/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let every lane go on */
    post: operations['post_api_lanes_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/rate-limiter/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is asked of the OpenAI account, and what it lets through */
    get: operations['get_api_rate_limiter_stats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/replicate-rate-limiter/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is asked of the Replicate account, and what it lets through */
    get: operations['get_api_replicate_rate_limiter_stats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/queue/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Orders by phase, kind and status, how fast they end, and how long a new one may take */
    get: operations['get_api_queue_stats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Find orders, items, batches and stores by id, title, keyword or name; newest first */
    get: operations['get_api_search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/session/links': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make an address that signs in to the panel once, in the name of this key, within an hour */
    post: operations['post_api_session_links'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Be told what happens as it happens (Server-Sent Events) */
    get: operations['get_api_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Error: {
      error: string;
      message: string;
      requestId: string;
    } & {
      [key: string]: unknown;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  get_healthz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            ok: true;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_readyz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ready. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ready: boolean;
            postgres: boolean;
            temporal: boolean;
          };
        };
      };
      /** @description Not ready. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ready: boolean;
            postgres: boolean;
            temporal: boolean;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Metrics. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_session: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Whose key it is. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            role: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
            /** Format: uuid */
            tenantId: string;
            tenantName: string;
            /** @enum {string} */
            tenantKind: 'store' | 'customer' | 'manager' | 'operator';
            /** @description What the key may do */
            permissions: (
              | 'orders.read'
              | 'events.read'
              | 'orders.place'
              | 'orders.act'
              | 'stores.read'
              | 'stores.write'
              | 'tenants.read'
              | 'tenants.write'
              | 'keys.read'
              | 'keys.write'
              | 'webhooks.read'
              | 'webhooks.write'
              | 'lanes.read'
              | 'lanes.write'
              | 'queue.read'
              | 'spending.read'
            )[];
            /** Format: date-time */
            expiresAt: string;
            /** @description For operators: where the Web UI shows a run, if `/<kind>:<id>` is added */
            temporalUiUrl: string | null;
          };
        };
      };
      /** @description Nobody is. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_session: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          key?: string;
          /** @description The word of an address that signs in once */
          link?: string;
        };
      };
    };
    responses: {
      /** @description Signed in for seven days. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There is no such key. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  delete_api_session: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nobody is signed in any more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation: {
    parameters: {
      query?: {
        status?:
          | 'PENDING'
          | 'GENERATING_IDEAS'
          | 'AWAITING_SELECTION'
          | 'GENERATING_CONTENT'
          | 'GENERATING_IMAGE'
          | 'AWAITING_APPROVAL'
          | 'SCHEDULED'
          | 'PUBLISHING'
          | 'UNCONFIRMED'
          | 'DONE'
          | 'FAILED'
          | 'CANCELLED';
        phase?: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
        storeId?: string;
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              /** @enum {string} */
              sourceType: 'product' | 'category' | 'keyword';
              sourceId: string;
              /** @description Of its text, or of the idea that was picked; null before either */
              title: string | null;
              /** @description The keyword, or the name of the product or category; null until the store has told it */
              subject: string | null;
              instanceId: string | null;
              storeId: string | null;
              storeName: string | null;
              /** @enum {string} */
              status:
                | 'PENDING'
                | 'GENERATING_IDEAS'
                | 'AWAITING_SELECTION'
                | 'GENERATING_CONTENT'
                | 'GENERATING_IMAGE'
                | 'AWAITING_APPROVAL'
                | 'SCHEDULED'
                | 'PUBLISHING'
                | 'UNCONFIRMED'
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED';
              /** @enum {string} */
              phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
              priority: number;
              round: number;
              /** @enum {string} */
              publishMode: 'publish' | 'draft' | 'approve';
              publishAt: string | null;
              publishAtLocal: string | null;
              timeZone: string | null;
              approvedAt: string | null;
              basedOn: string | null;
              error: string | null;
              errorType: string | null;
              waiting: {
                type: string;
                reason: string;
                message: string;
              } | null;
              /** @description What its state allows now: the last word of each route that does it */
              may: string[];
              createdAt: string | null;
              startedAt: string | null;
              finishedAt: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          sourceType?: 'product' | 'category' | 'keyword';
          sourceId?: string;
          instanceId?: string;
          priority?: number;
          /** @enum {string} */
          publishMode?: 'publish' | 'draft' | 'approve';
          /** @description A time such as 2027-03-28T09:00, by the wall clock of timeZone, or with an offset */
          publishAt?: string;
          timeZone?: string;
          /** Format: uuid */
          basedOn?: string;
          policy?: {
            reminderAfterMs?: number;
            deadlineMs?: number;
            draftAttempts?: number;
            draftBackoffMs?: number;
            lookupTries?: number;
            lookupPauseMs?: number;
          };
        };
      };
    };
    responses: {
      /** @description Accepted; `Location` names the order. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
          };
        };
      };
      /** @description You have too many open orders. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There are too many open orders. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_batch: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          items: {
            /** @enum {string} */
            sourceType?: 'product' | 'category' | 'keyword';
            sourceId?: string;
            instanceId?: string;
            priority?: number;
            /** @enum {string} */
            publishMode?: 'publish' | 'draft' | 'approve';
            /** @description A time such as 2027-03-28T09:00, by the wall clock of timeZone, or with an offset */
            publishAt?: string;
            timeZone?: string;
            /** Format: uuid */
            basedOn?: string;
            policy?: {
              reminderAfterMs?: number;
              deadlineMs?: number;
              draftAttempts?: number;
              draftBackoffMs?: number;
              lookupTries?: number;
              lookupPauseMs?: number;
            };
          }[];
        };
      };
    };
    responses: {
      /** @description Accepted, in the order sent. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            total: number;
            items: {
              /** Format: uuid */
              id: string;
              /** @enum {string} */
              sourceType: 'product' | 'category' | 'keyword';
              sourceId: string;
              /** @description Of its text, or of the idea that was picked; null before either */
              title: string | null;
              /** @description The keyword, or the name of the product or category; null until the store has told it */
              subject: string | null;
              instanceId: string | null;
              storeId: string | null;
              storeName: string | null;
              /** @enum {string} */
              status:
                | 'PENDING'
                | 'GENERATING_IDEAS'
                | 'AWAITING_SELECTION'
                | 'GENERATING_CONTENT'
                | 'GENERATING_IMAGE'
                | 'AWAITING_APPROVAL'
                | 'SCHEDULED'
                | 'PUBLISHING'
                | 'UNCONFIRMED'
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED';
              /** @enum {string} */
              phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
              priority: number;
              round: number;
              /** @enum {string} */
              publishMode: 'publish' | 'draft' | 'approve';
              publishAt: string | null;
              publishAtLocal: string | null;
              timeZone: string | null;
              approvedAt: string | null;
              basedOn: string | null;
              error: string | null;
              errorType: string | null;
              waiting: {
                type: string;
                reason: string;
                message: string;
              } | null;
              /** @description What its state allows now: the last word of each route that does it */
              may: string[];
              createdAt: string | null;
              startedAt: string | null;
              finishedAt: string | null;
            }[];
          };
        };
      };
      /** @description You have too many open orders. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There are too many open orders. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation_id_image: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The picture. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/png': string;
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            ideas: {
              /** Format: uuid */
              id: string;
              round: number;
              title: string;
              angle: string;
              outline: string[];
              keyword: string;
              reason: string;
            }[];
            earlierIdeas: {
              /** Format: uuid */
              id: string;
              round: number;
              title: string;
              angle: string;
              outline: string[];
              keyword: string;
              reason: string;
            }[];
            selectedIdeaId: string | null;
            post: {
              /** Format: uuid */
              versionId: string;
              title: string;
              excerpt: string;
              slug: string;
              metaTitle: string;
              metaDescription: string;
              tags: string[];
              markdown: string;
              qcStatus: string;
              attempts: number;
              scores: {
                accuracy: number;
                usefulness: number;
                structure: number;
                language: number;
                brand_fit: number;
              } | null;
            } | null;
            image: {
              url: string;
              alt: string;
              width: number;
              height: number;
            } | null;
            publication: {
              draftId: string | null;
              postId: string | null;
              url: string | null;
              lookups: unknown[];
            } | null;
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
            };
            cost: {
              amountMicros: number;
              /** @constant */
              currency: 'USD';
              calls: number;
            };
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation_id_events: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              type: string;
              stage: string | null;
              round: number | null;
              data: {
                [key: string]: unknown;
              };
              /** Format: date-time */
              at: string;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation_id_attempts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All attempts, oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              /** @description Name of the part of a page; null where the text is one */
              part: string | null;
              round: number;
              attempt: number;
              /**
               * @description Not checked yet, sent back, passed, or nothing that could be read
               * @enum {string}
               */
              state: 'written' | 'rejected' | 'approved' | 'unusable';
              title: string | null;
              /** @description Null where no text was kept */
              markdown: string | null;
              /** @description 0 to 10 points by criterion */
              scores: {
                [key: string]: number;
              } | null;
              findings: {
                rule: string;
                /** @enum {string} */
                severity: 'blocking' | 'minor';
                reason: string;
                /** @description What the next attempt is told to do about it */
                hint: string;
                quote: string | null;
              }[];
              /** Format: date-time */
              at: string;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_blog_generation_id_costs: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            currency: 'USD';
            /** @description Millionths of a US dollar */
            amountMicros: number;
            /** @description Set aside for requests that are under way, in millionths of a US dollar */
            reservedMicros: number;
            /** @description The part of it that repeats cost, in millionths of a US dollar */
            retriesMicros: number;
            stages: {
              stage: string;
              calls: number;
              failed: number;
              promptTokens: number;
              completionTokens: number;
              /** @description Millionths of a US dollar */
              amountMicros: number;
              /** @description Millionths of a US dollar */
              retriesMicros: number;
            }[];
            /** @description The latest 200 requests to providers, newest first */
            calls: {
              /** Format: uuid */
              id: string;
              /** Format: date-time */
              at: string;
              stage: string;
              provider: string;
              model: string | null;
              round: number;
              attempt: number;
              /** @enum {string} */
              state: 'begun' | 'answered' | 'failed' | 'aborted';
              tookMs: number | null;
              promptTokens: number | null;
              completionTokens: number | null;
              amountMicros: number | null;
              failureType: string | null;
              reason: string | null;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_select: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: uuid */
          ideaId?: string;
          title?: string;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_new_ideas: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          hint?: string;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_approve: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_regenerate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          part: 'text' | 'picture';
          hint?: string;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_schedule: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          publishAt: string | null;
          timeZone?: string;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_resolve: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          resolution: 'exists' | 'absent' | 'abandon';
          draftId?: string;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_priority: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          priority: number;
        };
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_cancel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_blog_generation_id_retry: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The order after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            sourceType: 'product' | 'category' | 'keyword';
            sourceId: string;
            /** @description Of its text, or of the idea that was picked; null before either */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has told it */
            subject: string | null;
            instanceId: string | null;
            storeId: string | null;
            storeName: string | null;
            /** @enum {string} */
            status:
              | 'PENDING'
              | 'GENERATING_IDEAS'
              | 'AWAITING_SELECTION'
              | 'GENERATING_CONTENT'
              | 'GENERATING_IMAGE'
              | 'AWAITING_APPROVAL'
              | 'SCHEDULED'
              | 'PUBLISHING'
              | 'UNCONFIRMED'
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            priority: number;
            round: number;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            publishAt: string | null;
            publishAtLocal: string | null;
            timeZone: string | null;
            approvedAt: string | null;
            basedOn: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The order is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation: {
    parameters: {
      query?: {
        status?: string;
        type?: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
        batchId?: string;
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              batchId: string | null;
              /** @enum {string} */
              type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
              priority: number;
              /** @enum {string} */
              status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
              /** @enum {string} */
              phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
              retryCount: number;
              targetKeywords: string[];
              language: string;
              title: string | null;
              error: string | null;
              errorType: string | null;
              waiting: {
                type: string;
                reason: string;
                message: string;
              } | null;
              /** @description What its state allows now: the last word of each route that does it */
              may: string[];
              progress: {
                totalSteps: number;
                completedSteps: number;
                currentStep: string;
                /** @description Milliseconds; null where it is not ours to say */
                estimatedTimeRemaining: number | null;
                etaP50Ms: number | null;
                etaP90Ms: number | null;
                details: {
                  attempt: number;
                  /** @description Id of the part that is being written, or was last */
                  component: string | null;
                  /** @description Items of the tenant that come before it; null where it does not wait */
                  ahead: number | null;
                  /** @description A failed attempt is followed by a pause until then */
                  notBefore: string | null;
                };
              };
              createdAt: string | null;
              startedAt: string | null;
              completedAt: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          pageType: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
          /** @description What the page is to be found by; the first one matters most */
          targetKeywords: string[];
          /** @description Parts of the page, by name, in order; the ten of its type when left out */
          components?: string[];
          /** @description How it is to sound: a tone in words, or all that a store’s voice has */
          brandVoice?:
            | string
            | {
                tone?: string;
                useWords?: string[];
                avoidWords?: string[];
                sample?: string;
              };
          /** @description Language of the page, by its tag (BCP 47); en when left out */
          language?: string;
          /** @description 1 to 10, larger is sooner; the plan’s when left out */
          priority?: number;
          /**
           * Format: uuid
           * @description Whose items they are; the key’s own tenant when left out. For keys that reach beyond it
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Accepted; `Location` names the item. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            batchId: string | null;
            /** @enum {string} */
            type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            priority: number;
            /** @enum {string} */
            status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            retryCount: number;
            targetKeywords: string[];
            language: string;
            title: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null where it is not ours to say */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description Id of the part that is being written, or was last */
                component: string | null;
                /** @description Items of the tenant that come before it; null where it does not wait */
                ahead: number | null;
                /** @description A failed attempt is followed by a pause until then */
                notBefore: string | null;
              };
            };
            createdAt: string | null;
            startedAt: string | null;
            completedAt: string | null;
          };
        };
      };
      /** @description You have too many open orders. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There are too many open orders. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation_batch: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          items: {
            /** @enum {string} */
            pageType: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            /** @description What the page is to be found by; the first one matters most */
            targetKeywords: string[];
            /** @description Parts of the page, by name, in order; the ten of its type when left out */
            components?: string[];
            /** @description How it is to sound: a tone in words, or all that a store’s voice has */
            brandVoice?:
              | string
              | {
                  tone?: string;
                  useWords?: string[];
                  avoidWords?: string[];
                  sample?: string;
                };
            /** @description Language of the page, by its tag (BCP 47); en when left out */
            language?: string;
            /** @description 1 to 10, larger is sooner; the plan’s when left out */
            priority?: number;
          }[];
          /** @description Of items that name none */
          priority?: number;
          /**
           * Format: uuid
           * @description Whose items they are; the key’s own tenant when left out. For keys that reach beyond it
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Accepted; `Location` names the batch. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Steps done of all; never goes back */
            percentComplete: number;
            /** @description Milliseconds; null where it is not ours to say */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
            /** @description Its items, in the order sent */
            ids: string[];
          };
        };
      };
      /** @description You have too many open orders. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description There are too many open orders. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_queue: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now; ended ones of the last day. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            pending: number;
            processing: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Items completed in the last minute */
            throughput: number;
            /** @description Those that ask for work at this moment */
            workers: {
              id: string;
              busy: boolean;
              busySlots: number;
              slots: number;
              /** @description One of your items that it has at the moment */
              currentItem: string | null;
            }[];
            lanes: {
              lane: string;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              /** @description Parts of your pages that were asked for in the last minute */
              throughput: number;
              workers: number;
              slots: number;
              busy: number;
            }[];
            /** @description How many items of yours are worked on at once, and begun in a minute */
            limits: {
              atOnce: number;
              perMinute: number;
            } | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_batch_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The batch. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Steps done of all; never goes back */
            percentComplete: number;
            /** @description Milliseconds; null where it is not ours to say */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation_batch_id_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The batch as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Steps done of all; never goes back */
            percentComplete: number;
            /** @description Milliseconds; null where it is not ours to say */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
            /** @description Items that this call cancelled */
            cancelledNow: number;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_id_result: {
    parameters: {
      query?: {
        format?: 'json' | 'markdown';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            title: string;
            metaTitle: string;
            metaDescription: string;
            slug: string;
            /** @description Markdown */
            body: string;
            components: {
              id: string;
              name: string;
              heading: string;
              bodyMarkdown: string;
            }[];
          };
        };
      };
      /** @description The item is not completed; `status` and `phase` say where it is. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The item. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            batchId: string | null;
            /** @enum {string} */
            type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            priority: number;
            /** @enum {string} */
            status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            retryCount: number;
            targetKeywords: string[];
            language: string;
            title: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null where it is not ours to say */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description Id of the part that is being written, or was last */
                component: string | null;
                /** @description Items of the tenant that come before it; null where it does not wait */
                ahead: number | null;
                /** @description A failed attempt is followed by a pause until then */
                notBefore: string | null;
              };
            };
            createdAt: string | null;
            startedAt: string | null;
            completedAt: string | null;
            components: {
              id: string;
              name: string;
              done: boolean;
            }[];
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            cost: {
              amountMicros: number;
              /** @constant */
              currency: 'USD';
              calls: number;
            };
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_id_events: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              type: string;
              stage: string | null;
              round: number | null;
              data: {
                [key: string]: unknown;
              };
              /** Format: date-time */
              at: string;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_id_attempts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All attempts, oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              /** @description Name of the part of a page; null where the text is one */
              part: string | null;
              round: number;
              attempt: number;
              /**
               * @description Not checked yet, sent back, passed, or nothing that could be read
               * @enum {string}
               */
              state: 'written' | 'rejected' | 'approved' | 'unusable';
              title: string | null;
              /** @description Null where no text was kept */
              markdown: string | null;
              /** @description 0 to 10 points by criterion */
              scores: {
                [key: string]: number;
              } | null;
              findings: {
                rule: string;
                /** @enum {string} */
                severity: 'blocking' | 'minor';
                reason: string;
                /** @description What the next attempt is told to do about it */
                hint: string;
                quote: string | null;
              }[];
              /** Format: date-time */
              at: string;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_generation_id_costs: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            currency: 'USD';
            /** @description Millionths of a US dollar */
            amountMicros: number;
            /** @description Set aside for requests that are under way, in millionths of a US dollar */
            reservedMicros: number;
            /** @description The part of it that repeats cost, in millionths of a US dollar */
            retriesMicros: number;
            stages: {
              stage: string;
              calls: number;
              failed: number;
              promptTokens: number;
              completionTokens: number;
              /** @description Millionths of a US dollar */
              amountMicros: number;
              /** @description Millionths of a US dollar */
              retriesMicros: number;
            }[];
            /** @description The latest 200 requests to providers, newest first */
            calls: {
              /** Format: uuid */
              id: string;
              /** Format: date-time */
              at: string;
              stage: string;
              provider: string;
              model: string | null;
              round: number;
              attempt: number;
              /** @enum {string} */
              state: 'begun' | 'answered' | 'failed' | 'aborted';
              tookMs: number | null;
              promptTokens: number | null;
              completionTokens: number | null;
              amountMicros: number | null;
              failureType: string | null;
              reason: string | null;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation_id_priority: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          priority: number;
        };
      };
    };
    responses: {
      /** @description The item after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            batchId: string | null;
            /** @enum {string} */
            type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            priority: number;
            /** @enum {string} */
            status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            retryCount: number;
            targetKeywords: string[];
            language: string;
            title: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null where it is not ours to say */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description Id of the part that is being written, or was last */
                component: string | null;
                /** @description Items of the tenant that come before it; null where it does not wait */
                ahead: number | null;
                /** @description A failed attempt is followed by a pause until then */
                notBefore: string | null;
              };
            };
            createdAt: string | null;
            startedAt: string | null;
            completedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The item is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation_id_cancel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The item after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            batchId: string | null;
            /** @enum {string} */
            type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            priority: number;
            /** @enum {string} */
            status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            retryCount: number;
            targetKeywords: string[];
            language: string;
            title: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null where it is not ours to say */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description Id of the part that is being written, or was last */
                component: string | null;
                /** @description Items of the tenant that come before it; null where it does not wait */
                ahead: number | null;
                /** @description A failed attempt is followed by a pause until then */
                notBefore: string | null;
              };
            };
            createdAt: string | null;
            startedAt: string | null;
            completedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The item is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_generation_id_retry: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key again gets the same answer and does nothing twice. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The item after the act; the same act again gets the same answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            batchId: string | null;
            /** @enum {string} */
            type: 'product' | 'category' | 'brand' | 'inspire' | 'engage';
            priority: number;
            /** @enum {string} */
            status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
            /** @enum {string} */
            phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
            retryCount: number;
            targetKeywords: string[];
            language: string;
            title: string | null;
            error: string | null;
            errorType: string | null;
            waiting: {
              type: string;
              reason: string;
              message: string;
            } | null;
            /** @description What its state allows now: the last word of each route that does it */
            may: string[];
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null where it is not ours to say */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description Id of the part that is being written, or was last */
                component: string | null;
                /** @description Items of the tenant that come before it; null where it does not wait */
                ahead: number | null;
                /** @description A failed attempt is followed by a pause until then */
                notBefore: string | null;
              };
            };
            createdAt: string | null;
            startedAt: string | null;
            completedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The item is in another state; `status` and `phase` say which. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_calendar: {
    parameters: {
      query: {
        from: string;
        to: string;
        storeId?: string;
        timeZone?: string;
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              orderId: string;
              /** Format: uuid */
              storeId: string;
              instanceId: string;
              /** @enum {string} */
              status:
                | 'PENDING'
                | 'GENERATING_IDEAS'
                | 'AWAITING_SELECTION'
                | 'GENERATING_CONTENT'
                | 'GENERATING_IMAGE'
                | 'AWAITING_APPROVAL'
                | 'SCHEDULED'
                | 'PUBLISHING'
                | 'UNCONFIRMED'
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED';
              /** @enum {string} */
              state: 'planned' | 'published';
              /** Format: date-time */
              at: string;
              atLocal: string;
              timeZone: string;
              title: string | null;
              url: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_spending: {
    parameters: {
      query?: {
        from?: string;
        to?: string;
        groupBy?: string;
        storeId?: string;
        tenantId?: string;
        format?: 'json' | 'csv';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The report; a table with amounts in dollars where `format` is `csv` or CSV is accepted. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /** @constant */
            currency: 'USD';
            total: {
              amountMicros: number;
              calls: number;
            };
            items: {
              /** Format: date */
              day?: string;
              stage?: string;
              storeId?: string | null;
              storeName?: string | null;
              calls: number;
              amountMicros: number;
              reservedMicros: number;
            }[];
            caps: {
              daily: {
                amount: number;
                /** @constant */
                currency: 'USD';
                spentMicros: number;
                reservedMicros: number;
                reached: boolean;
              } | null;
              monthly: {
                amount: number;
                /** @constant */
                currency: 'USD';
                spentMicros: number;
                reservedMicros: number;
                reached: boolean;
              } | null;
            } | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_tenants: {
    parameters: {
      query?: {
        kind?: 'store' | 'customer' | 'manager' | 'operator';
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              /** @enum {string} */
              kind: 'store' | 'customer' | 'manager' | 'operator';
              name: string;
              /** @enum {string} */
              plan: 'standard' | 'premium';
              /** @description The one that holds: its own, or else the plan’s */
              fairnessWeight: number;
              dailyCap: {
                amount: number;
                /** @constant */
                currency: 'USD';
              } | null;
              monthlyCap: {
                amount: number;
                /** @constant */
                currency: 'USD';
              } | null;
              itemsAtOnce: number | null;
              itemsPerMinute: number | null;
              /** Format: date-time */
              createdAt: string;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_tenants: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description A shop, a buyer of single articles, an agency with shops, or ourselves
           * @enum {string}
           */
          kind: 'store' | 'customer' | 'manager' | 'operator';
          name: string;
          /**
           * @default standard
           * @enum {string}
           */
          plan?: 'standard' | 'premium';
          /** @default null */
          fairnessWeight?: number | null;
          /** @default null */
          dailyCap?: {
            amount: number;
            /** @constant */
            currency: 'USD';
          } | null;
          /** @default null */
          monthlyCap?: {
            amount: number;
            /** @constant */
            currency: 'USD';
          } | null;
          /** @default null */
          itemsAtOnce?: number | null;
          /** @default null */
          itemsPerMinute?: number | null;
        };
      };
    };
    responses: {
      /** @description Created; `Location` names it. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: 'store' | 'customer' | 'manager' | 'operator';
            name: string;
            /** @enum {string} */
            plan: 'standard' | 'premium';
            /** @description The one that holds: its own, or else the plan’s */
            fairnessWeight: number;
            dailyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            monthlyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            itemsAtOnce: number | null;
            itemsPerMinute: number | null;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_tenants_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The tenant. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: 'store' | 'customer' | 'manager' | 'operator';
            name: string;
            /** @enum {string} */
            plan: 'standard' | 'premium';
            /** @description The one that holds: its own, or else the plan’s */
            fairnessWeight: number;
            dailyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            monthlyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            itemsAtOnce: number | null;
            itemsPerMinute: number | null;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  patch_api_tenants_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name?: string;
          /** @enum {string} */
          plan?: 'standard' | 'premium';
          fairnessWeight?: number | null;
          dailyCap?: {
            amount: number;
            /** @constant */
            currency: 'USD';
          } | null;
          monthlyCap?: {
            amount: number;
            /** @constant */
            currency: 'USD';
          } | null;
          itemsAtOnce?: number | null;
          itemsPerMinute?: number | null;
        };
      };
    };
    responses: {
      /** @description The tenant as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: 'store' | 'customer' | 'manager' | 'operator';
            name: string;
            /** @enum {string} */
            plan: 'standard' | 'premium';
            /** @description The one that holds: its own, or else the plan’s */
            fairnessWeight: number;
            dailyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            monthlyCap: {
              amount: number;
              /** @constant */
              currency: 'USD';
            } | null;
            itemsAtOnce: number | null;
            itemsPerMinute: number | null;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_tenants_id_keys: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              label: string;
              /** @enum {string} */
              role: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
              /** Format: date-time */
              createdAt: string;
              /** @description To the minute */
              lastUsedAt: string | null;
              revokedAt: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_tenants_id_keys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description What or whom the key is for */
          label: string;
          /**
           * @description One that fits the kind of tenant; its plain one when left out
           * @enum {string}
           */
          role?: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
        };
      };
    };
    responses: {
      /** @description Made; `key` is not shown again. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            label: string;
            /** @enum {string} */
            role: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
            /** Format: date-time */
            createdAt: string;
            /** @description To the minute */
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Shown this once; only its hash is kept */
            key: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  delete_api_tenants_id_keys_keyId: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key, revoked. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            label: string;
            /** @enum {string} */
            role: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
            /** Format: date-time */
            createdAt: string;
            /** @description To the minute */
            lastUsedAt: string | null;
            revokedAt: string | null;
          };
        };
      };
      /** @description It is the last key of an administrator. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_stores: {
    parameters: {
      query?: {
        tenantId?: string;
        status?: 'active' | 'archived';
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              /** Format: uuid */
              tenantId: string;
              /**
               * @description Where its site is
               * @enum {string}
               */
              platform: 'wix';
              instanceId: string;
              name: string;
              /** @enum {string} */
              status: 'active' | 'archived';
              /**
               * @description Whether it answers us; with needs_reconnect its orders wait
               * @enum {string}
               */
              connection: 'unchecked' | 'ok' | 'needs_reconnect';
              checkedAt: string | null;
              disconnectedAt: string | null;
              hasOwnCredentials: boolean;
              language: string;
              categoryIds: string[];
              tagIds: string[];
              authorId: string | null;
              brandVoice: {
                tone: string;
                useWords: string[];
                avoidWords: string[];
                sample: string;
              };
              imageStyle: string;
              notificationAddress: string | null;
              /** @enum {string} */
              publishMode: 'publish' | 'draft' | 'approve';
              timeZone: string;
              /** Format: date-time */
              createdAt: string;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_stores: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description Where the site is
           * @default wix
           * @enum {string}
           */
          platform?: 'wix';
          /** @description The id of the app’s instance on the site */
          instanceId: string;
          name: string;
          /**
           * Format: uuid
           * @description Whose store it is; needed where the key reaches beyond one tenant
           */
          tenantId?: string;
          /** @description An app of the store’s own, where it does not use the common one */
          credentials?: {
            /** @description Id of an app of the store’s own */
            appId: string;
            /** @description Its secret; kept sealed and never shown again */
            appSecret: string;
          };
          /** @description Language of its posts, by its tag (BCP 47) */
          language?: string;
          categoryIds?: string[];
          tagIds?: string[];
          /** @description In whose name posts appear, by the site’s own id; its first member where it is null */
          authorId?: string | null;
          /** @description How the store speaks; members that are left out stay as they are */
          brandVoice?: {
            tone?: string;
            useWords?: string[];
            avoidWords?: string[];
            sample?: string;
          };
          /** @description How its pictures are to look */
          imageStyle?: string;
          notificationAddress?: string | null;
          /**
           * @description What becomes of posts whose orders do not say
           * @enum {string}
           */
          publishMode?: 'publish' | 'draft' | 'approve';
          timeZone?: string;
          /**
           * @description An archived store takes no new orders
           * @enum {string}
           */
          status?: 'active' | 'archived';
        };
      };
    };
    responses: {
      /** @description Registered, also where the site did not answer; `Location` names the store. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /**
             * @description Where its site is
             * @enum {string}
             */
            platform: 'wix';
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description Whether it answers us; with needs_reconnect its orders wait
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorId: string | null;
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            imageStyle: string;
            notificationAddress: string | null;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
            /** @description What was wrong, in a sentence; null where nothing was */
            problem: string | null;
          };
        };
      };
      /** @description The site has a store already. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_stores_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The store. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /**
             * @description Where its site is
             * @enum {string}
             */
            platform: 'wix';
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description Whether it answers us; with needs_reconnect its orders wait
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorId: string | null;
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            imageStyle: string;
            notificationAddress: string | null;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  patch_api_stores_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name?: string;
          /** @description Language of its posts, by its tag (BCP 47) */
          language?: string;
          categoryIds?: string[];
          tagIds?: string[];
          /** @description In whose name posts appear, by the site’s own id; its first member where it is null */
          authorId?: string | null;
          /** @description How the store speaks; members that are left out stay as they are */
          brandVoice?: {
            tone?: string;
            useWords?: string[];
            avoidWords?: string[];
            sample?: string;
          };
          /** @description How its pictures are to look */
          imageStyle?: string;
          notificationAddress?: string | null;
          /**
           * @description What becomes of posts whose orders do not say
           * @enum {string}
           */
          publishMode?: 'publish' | 'draft' | 'approve';
          timeZone?: string;
          /**
           * @description An archived store takes no new orders
           * @enum {string}
           */
          status?: 'active' | 'archived';
        };
      };
    };
    responses: {
      /** @description The store as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /**
             * @description Where its site is
             * @enum {string}
             */
            platform: 'wix';
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description Whether it answers us; with needs_reconnect its orders wait
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorId: string | null;
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            imageStyle: string;
            notificationAddress: string | null;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_stores_id_check: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The store; `problem` says what is wrong, if anything. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /**
             * @description Where its site is
             * @enum {string}
             */
            platform: 'wix';
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description Whether it answers us; with needs_reconnect its orders wait
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorId: string | null;
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            imageStyle: string;
            notificationAddress: string | null;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
            /** @description What was wrong, in a sentence; null where nothing was */
            problem: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_stores_id_reconnect: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description The id of the app’s instance on the site */
          instanceId?: string;
          /** @description Null goes back to the common app */
          credentials?: {
            /** @description Id of an app of the store’s own */
            appId: string;
            /** @description Its secret; kept sealed and never shown again */
            appSecret: string;
          } | null;
        };
      };
    };
    responses: {
      /** @description Connected. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /**
             * @description Where its site is
             * @enum {string}
             */
            platform: 'wix';
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description Whether it answers us; with needs_reconnect its orders wait
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorId: string | null;
            brandVoice: {
              tone: string;
              useWords: string[];
              avoidWords: string[];
              sample: string;
            };
            imageStyle: string;
            notificationAddress: string | null;
            /** @enum {string} */
            publishMode: 'publish' | 'draft' | 'approve';
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
          };
        };
      };
      /** @description It does not answer with these; nothing was changed. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_stores_id_products: {
    parameters: {
      query?: {
        query?: string;
        limit?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The products. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              name: string;
              description: string;
              /** @description In the smallest unit of the currency */
              price: number | null;
              currency: string | null;
              imageUrl: string | null;
            }[];
            /**
             * Format: date-time
             * @description When the store was asked; repeated questions are answered from our copy
             */
            fetchedAt: string;
          };
        };
      };
      /** @description The store does not let us ask; connect it again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The store does not answer, and we have no copy of an earlier answer. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_stores_id_posts: {
    parameters: {
      query?: {
        limit?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The posts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              title: string;
              url: string | null;
              publishedAt: string | null;
              /** @description The order that brought it; null where it is not ours */
              orderId: string | null;
            }[];
            /**
             * Format: date-time
             * @description When the store was asked; repeated questions are answered from our copy
             */
            fetchedAt: string;
          };
        };
      };
      /** @description The store does not let us ask; connect it again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The store does not answer, and we have no copy of an earlier answer. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_webhooks: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** Format: uuid */
              id: string;
              /** Format: uuid */
              tenantId: string;
              url: string;
              description: string;
              eventTypes: (
                | 'order.done'
                | 'order.failed'
                | 'order.cancelled'
                | 'order.unconfirmed'
                | 'order.awaiting_selection'
                | 'order.awaiting_approval'
                | 'order.scheduled'
                | 'order.waiting'
                | 'order.reminder'
              )[];
              active: boolean;
              /** Format: date-time */
              createdAt: string;
              /** Format: date-time */
              updatedAt: string;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_webhooks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          url: string;
          /** @default  */
          description?: '' | string;
          /** @description What it wants to hear of; everything where it is empty */
          eventTypes?: (
            | 'order.done'
            | 'order.failed'
            | 'order.cancelled'
            | 'order.unconfirmed'
            | 'order.awaiting_selection'
            | 'order.awaiting_approval'
            | 'order.scheduled'
            | 'order.waiting'
            | 'order.reminder'
          )[];
          /**
           * Format: uuid
           * @description Whose orders it hears of; needed where the key reaches beyond one tenant
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Created; `Location` names it. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            url: string;
            description: string;
            eventTypes: (
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder'
            )[];
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Signs what is sent, by the Standard Webhooks specification; shown this once */
            secret: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_webhooks_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            url: string;
            description: string;
            eventTypes: (
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder'
            )[];
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  delete_api_webhooks_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook as it was. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            url: string;
            description: string;
            eventTypes: (
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder'
            )[];
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  patch_api_webhooks_id: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          url?: string;
          description?: '' | string;
          /** @description What it wants to hear of; everything where it is empty */
          eventTypes?: (
            | 'order.done'
            | 'order.failed'
            | 'order.cancelled'
            | 'order.unconfirmed'
            | 'order.awaiting_selection'
            | 'order.awaiting_approval'
            | 'order.scheduled'
            | 'order.waiting'
            | 'order.reminder'
          )[];
          /** @description Switched off it hears nothing, and what waited for it is given up */
          active?: boolean;
        };
      };
    };
    responses: {
      /** @description The webhook. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            url: string;
            description: string;
            eventTypes: (
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder'
            )[];
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_webhooks_id_rotate_secret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook with its new secret. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            url: string;
            description: string;
            eventTypes: (
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder'
            )[];
            active: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Signs what is sent, by the Standard Webhooks specification; shown this once */
            secret: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_webhooks_id_deliveries: {
    parameters: {
      query?: {
        state?: 'pending' | 'delivered' | 'failed';
        orderId?: string;
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /**
               * Format: uuid
               * @description The `webhook-id` under which it is sent, each time the same
               */
              id: string;
              /** @enum {string} */
              type:
                | 'order.done'
                | 'order.failed'
                | 'order.cancelled'
                | 'order.unconfirmed'
                | 'order.awaiting_selection'
                | 'order.awaiting_approval'
                | 'order.scheduled'
                | 'order.waiting'
                | 'order.reminder';
              /** Format: uuid */
              orderId: string;
              /** @enum {string} */
              state: 'pending' | 'delivered' | 'failed';
              tries: number;
              lastStatus: number | null;
              lastProblem: string | null;
              /** Format: date-time */
              createdAt: string;
              lastTriedAt: string | null;
              deliveredAt: string | null;
              body: {
                [key: string]: unknown;
              };
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_webhooks_id_deliveries_deliveryId_resend: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To be sent. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * Format: uuid
             * @description The `webhook-id` under which it is sent, each time the same
             */
            id: string;
            /** @enum {string} */
            type:
              | 'order.done'
              | 'order.failed'
              | 'order.cancelled'
              | 'order.unconfirmed'
              | 'order.awaiting_selection'
              | 'order.awaiting_approval'
              | 'order.scheduled'
              | 'order.waiting'
              | 'order.reminder';
            /** Format: uuid */
            orderId: string;
            /** @enum {string} */
            state: 'pending' | 'delivered' | 'failed';
            tries: number;
            lastStatus: number | null;
            lastProblem: string | null;
            /** Format: date-time */
            createdAt: string;
            lastTriedAt: string | null;
            deliveredAt: string | null;
            body: {
              [key: string]: unknown;
            };
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_lanes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All lanes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_lanes_lane_pause: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lane: 'ideas' | 'writing' | 'quality' | 'images' | 'publishing' | 'webhooks' | 'records';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Why, in words that people whose orders wait will read */
          reason: string;
        };
      };
    };
    responses: {
      /** @description What changed, and all lanes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            changed: (
              | 'orders'
              | 'ideas'
              | 'writing'
              | 'quality'
              | 'images'
              | 'publishing'
              | 'webhooks'
              | 'records'
              | 'rate-controller'
            )[];
            items: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_lanes_pause: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Why, in words that people whose orders wait will read */
          reason: string;
        };
      };
    };
    responses: {
      /** @description What changed, and all lanes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            changed: (
              | 'orders'
              | 'ideas'
              | 'writing'
              | 'quality'
              | 'images'
              | 'publishing'
              | 'webhooks'
              | 'records'
              | 'rate-controller'
            )[];
            items: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_lanes_lane_resume: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        lane: 'ideas' | 'writing' | 'quality' | 'images' | 'publishing' | 'webhooks' | 'records';
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description What changed, and all lanes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            changed: (
              | 'orders'
              | 'ideas'
              | 'writing'
              | 'quality'
              | 'images'
              | 'publishing'
              | 'webhooks'
              | 'records'
              | 'rate-controller'
            )[];
            items: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_lanes_resume: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description What changed, and all lanes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            changed: (
              | 'orders'
              | 'ideas'
              | 'writing'
              | 'quality'
              | 'images'
              | 'publishing'
              | 'webhooks'
              | 'records'
              | 'rate-controller'
            )[];
            items: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_rate_limiter_stats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            queueLength: number;
            requestsInLastMinute: number;
            maxRPM: number;
            rpmUsagePercent: number;
            tokensInLastMinute?: number;
            maxTPM?: number;
            tpmUsagePercent?: number;
            /** @enum {string} */
            state: 'open' | 'cooling' | 'closed';
            reason: string | null;
            until: string | null;
            budgetShare: number;
            lanes: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_replicate_rate_limiter_stats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            queueLength: number;
            requestsInLastMinute: number;
            maxRPM: number;
            rpmUsagePercent: number;
            tokensInLastMinute?: number;
            maxTPM?: number;
            tpmUsagePercent?: number;
            /** @enum {string} */
            state: 'open' | 'cooling' | 'closed';
            reason: string | null;
            until: string | null;
            budgetShare: number;
            lanes: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              /** @enum {string} */
              state: 'open' | 'cooling' | 'closed' | 'paused';
              until: string | null;
              reason: string | null;
              pausedBy: string | null;
              pausedAt: string | null;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              meanTokens: number | null;
              workers: number;
              slots: number;
              busy: number;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_queue_stats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As of now; ended ones of the last day. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            open: number;
            limit: number;
            byPhase: {
              [key: string]: number;
            };
            items: {
              /** @enum {string} */
              kind: 'blog' | 'item';
              /** @enum {string} */
              phase: 'accepted' | 'queued' | 'running' | 'waiting_person' | 'done' | 'failed' | 'cancelled';
              status: string;
              orders: number;
            }[];
            tenants?: {
              /** Format: uuid */
              tenantId: string;
              name: string;
              open: number;
            }[];
            completionsPerMinute: number;
            estimatedWaitMinutes: number;
            /** @description What our operators have stopped, and why */
            paused: {
              /** @enum {string} */
              lane:
                | 'orders'
                | 'ideas'
                | 'writing'
                | 'quality'
                | 'images'
                | 'publishing'
                | 'webhooks'
                | 'records'
                | 'rate-controller';
              reason: string;
              /** Format: date-time */
              since: string;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_search: {
    parameters: {
      query: {
        q: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was found. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /** @enum {string} */
              kind: 'blog' | 'item' | 'batch' | 'store';
              /** Format: uuid */
              id: string;
              /** @description Its title, or what it is about while it has none; of a batch its number of items */
              title: string;
              status: string | null;
              /**
               * @description What the words were found in
               * @enum {string}
               */
              by: 'id' | 'title' | 'keyword';
              /** Format: date-time */
              createdAt: string;
            }[];
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  post_api_session_links: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description Made. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description To be opened in a browser; signs in once */
            path: string;
            /** Format: date-time */
            expiresAt: string;
          };
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  get_api_events: {
    parameters: {
      query?: {
        kind?: 'blog' | 'item';
        batchId?: string;
        lastEventId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A stream without end. Its events are `snapshot`, `batchAdded`, `orderChanged`, `itemAdded`, `itemStarted`, `itemProgress`, `itemRetrying`, `itemCompleted`, `itemFailed`, `itemCancelled`, `batchProgress`; each is about one thing and carries how that stands, at most once a second. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description An error, always of this shape; further members may add facts. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
}
