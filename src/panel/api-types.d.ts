/** What the API takes and answers; written by scripts/panel-types.mjs. */

export interface paths {
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Liveness
     * @description Whether the process is running.
     */
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
    /**
     * Readiness
     * @description Whether orders can be accepted. Orders are accepted even while Temporal is unavailable.
     */
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
    /**
     * Metrics
     * @description Metrics in the Prometheus format.
     */
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
    /**
     * Get session
     * @description Role, tenant and permissions of whoever is signed in.
     */
    get: operations['get_api_session'];
    put?: never;
    /**
     * Sign in
     * @description Exchanges an API key or the token of a sign-in link for a session cookie.
     */
    post: operations['post_api_session'];
    /**
     * Sign out
     * @description Ends the session.
     */
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
    /**
     * List blog posts
     * @description Newest first.
     */
    get: operations['get_api_blog_generation'];
    put?: never;
    /**
     * Create blog post
     * @description Orders a post about a keyword, a product or a category. With `basedOn`, another order supplies the defaults.
     */
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
    /**
     * Create blog post batch
     * @description Orders up to 200 posts. Either all of them are accepted or none.
     */
    post: operations['post_api_blog_generation_batch'];
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
    /**
     * Get blog post
     * @description One order with its ideas, text, image, publication and cost.
     */
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
    /**
     * Timeline
     * @description What happened to a blog post, oldest first.
     */
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
    /**
     * Drafts and findings
     * @description Drafts of a blog post with what the quality checks found in each.
     */
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
    /**
     * Cost
     * @description Cost of a blog post by step and by request to a provider.
     */
    get: operations['get_api_blog_generation_id_costs'];
    put?: never;
    post?: never;
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
    /**
     * Get image
     * @description Our copy of the image of a post.
     */
    get: operations['get_api_blog_generation_id_image'];
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
    /**
     * Choose idea
     * @description Starts writing from one of the ideas, or under a title of your own.
     */
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
    /**
     * Request new ideas
     * @description Generates five new ideas, guided by an optional hint; at most five rounds per order.
     */
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
    /**
     * Approve post
     * @description Releases a post that awaits approval.
     */
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
    /**
     * Regenerate text or image
     * @description Regenerates one part of a finished post that has not been published yet.
     */
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
    /**
     * Schedule post
     * @description Sets, moves or removes the publishing time. Possible until publishing starts.
     */
    post: operations['post_api_blog_generation_id_schedule'];
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
    /**
     * Change priority
     * @description Also applies to work that is already queued.
     */
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
    /**
     * Cancel post
     * @description Possible until publishing starts.
     */
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
    /**
     * Retry post
     * @description Restarts a failed or cancelled order. Finished stages are kept and not charged again.
     */
    post: operations['post_api_blog_generation_id_retry'];
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
    /**
     * Resolve publication
     * @description Tells us what became of a post whose publication is unconfirmed.
     */
    post: operations['post_api_blog_generation_id_resolve'];
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
    /**
     * List pages
     * @description Newest first.
     */
    get: operations['get_api_generation'];
    put?: never;
    /**
     * Create page
     * @description Queues a page of the type product, category, brand, inspire or engage.
     */
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
    /**
     * Create page batch
     * @description Queues up to 1,000 pages. Either all of them are accepted or none.
     */
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
    /**
     * Page queue
     * @description Pages by status, the workers online, and your limits.
     */
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
    /**
     * Get page batch
     * @description Progress of a batch. List its pages with `GET /api/generation?batchId=`.
     */
    get: operations['get_api_generation_batch_id'];
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
    /**
     * Get page
     * @description One page with its progress and cost.
     */
    get: operations['get_api_generation_id'];
    put?: never;
    post?: never;
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
    /**
     * Get page content
     * @description The content of a completed page, as JSON or as Markdown (`format=markdown`, or the `Accept` header).
     */
    get: operations['get_api_generation_id_result'];
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
    /**
     * Timeline
     * @description What happened to a page, oldest first.
     */
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
    /**
     * Drafts and findings
     * @description Drafts of a page with what the quality checks found in each.
     */
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
    /**
     * Cost
     * @description Cost of a page by step and by request to a provider.
     */
    get: operations['get_api_generation_id_costs'];
    put?: never;
    post?: never;
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
    /**
     * Cancel page
     * @description Also stops a page that is being written.
     */
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
    /**
     * Retry page
     * @description Restarts a failed or cancelled page. Finished sections are kept and not charged again.
     */
    post: operations['post_api_generation_id_retry'];
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
    /**
     * Change priority
     * @description Also applies to work that is already queued.
     */
    post: operations['post_api_generation_id_priority'];
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
    /**
     * Cancel page batch
     * @description Cancels every page of a batch that has not ended yet.
     */
    post: operations['post_api_generation_batch_id_cancel'];
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
    /**
     * Calendar
     * @description Scheduled and published posts between two days, by time.
     */
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
    /**
     * Spending report
     * @description Cost by day (UTC), stage and store; the last 30 days by default.
     */
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
    /**
     * List tenants
     * @description Newest first. Most keys see only their own tenant.
     */
    get: operations['get_api_tenants'];
    put?: never;
    /**
     * Create tenant
     * @description A tenant is a customer: a single store, an agency, an article buyer, or internal operators.
     */
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
    /**
     * Get tenant
     * @description Plan, budgets and limits of a tenant.
     */
    get: operations['get_api_tenants_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Update tenant
     * @description If a budget is raised, orders that were on hold because of it continue immediately.
     */
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
    /**
     * List API keys
     * @description Newest first, without the keys themselves.
     */
    get: operations['get_api_tenants_id_keys'];
    put?: never;
    /**
     * Create API key
     * @description The key is shown only in this answer.
     */
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
    /**
     * Revoke API key
     * @description Permanent. Repeating the request returns the same answer.
     */
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
    /**
     * List stores
     * @description Newest first.
     */
    get: operations['get_api_stores'];
    put?: never;
    /**
     * Create store
     * @description Registers a Wix site as a store and checks the connection.
     */
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
    /**
     * Get store
     * @description Settings and connection of a store.
     */
    get: operations['get_api_stores_id'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Update store
     * @description New settings apply from the next step of every order.
     */
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
    /**
     * Check connection
     * @description Asks Wix whether we still have access to the site, and saves the result.
     */
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
    /**
     * Reconnect store
     * @description Tests the current or new credentials. If they work, orders that were on hold continue immediately.
     */
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
    /**
     * Search products
     * @description Products of a store, by name.
     */
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
    /**
     * List store posts
     * @description Posts of the store’s blog, newest first; those we created with their order.
     */
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
    /**
     * List webhooks
     * @description Newest first, without their secrets.
     */
    get: operations['get_api_webhooks'];
    put?: never;
    /**
     * Create webhook
     * @description Sends an event whenever an order ends or waits. The signing secret is shown only in this answer.
     */
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
    /**
     * Get webhook
     * @description One webhook, without its secret.
     */
    get: operations['get_api_webhooks_id'];
    put?: never;
    post?: never;
    /**
     * Delete webhook
     * @description Pending deliveries are dropped.
     */
    delete: operations['delete_api_webhooks_id'];
    options?: never;
    head?: never;
    /**
     * Update webhook
     * @description Changes, disables or enables a webhook.
     */
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
    /**
     * Rotate signing secret
     * @description The old secret stops working immediately; the new one is shown only in this answer.
     */
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
    /**
     * List deliveries
     * @description Events sent to a webhook with their outcome, newest first.
     */
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
    /**
     * Resend delivery
     * @description Sends an event again under the same ID. A pending delivery is left as it is.
     */
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
    /**
     * List lanes
     * @description Backlog, rate limit, workers and state of every lane. A lane is a task queue with its own rate limit.
     */
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
    /**
     * Pause lane
     * @description Running tasks finish; queued ones wait. Customers see the reason.
     */
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
    /**
     * Pause all lanes
     * @description Running tasks finish; queued ones wait. Customers see the reason.
     */
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
    /**
     * Resume lane
     * @description Starts the queued tasks of a paused lane.
     */
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
    /**
     * Resume all lanes
     * @description Starts the queued tasks of every paused lane.
     */
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
    /**
     * OpenAI rate limit
     * @description Usage of the OpenAI account in the last minute against its limits.
     */
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
    /**
     * Replicate rate limit
     * @description Usage of the Replicate account in the last minute against its limits.
     */
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
    /**
     * Queue statistics
     * @description Orders by phase, kind and status, throughput, and the estimated wait of a new order.
     */
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
    /**
     * Search
     * @description Posts, pages, batches and stores by ID, title, keyword or name, newest first.
     */
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
    /**
     * Create sign-in link
     * @description Signs in to the panel as this key, once, within an hour.
     */
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
    /**
     * Event stream
     * @description Live updates as Server-Sent Events, at most one per second for each order, page or batch.
     */
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
      /** @description It is running. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The session. */
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
            /** @description What the session may do */
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
            /** @description For operators: base URL of a run in the Temporal Web UI; append `/<kind>:<id>` */
            temporalUiUrl: string | null;
          };
        };
      };
      /** @description Not signed in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description The token of a sign-in link */
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
      /** @description The key or link is invalid. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Signed out. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
          | 'DONE'
          | 'FAILED'
          | 'CANCELLED'
          | 'UNCONFIRMED';
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
      /** @description One page of results. */
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
              /** @description Title of the text, or of the chosen idea; null before either exists */
              title: string | null;
              /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED'
                | 'UNCONFIRMED';
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
              createdAt: string | null;
              startedAt: string | null;
              finishedAt: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
          /** @description A time such as 2027-03-28T09:00, in timeZone, or with an offset of its own */
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
      /** @description Accepted. `Location` is the URL of the order. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
            /** @description A time such as 2027-03-28T09:00, in timeZone, or with an offset of its own */
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
      /** @description Accepted, in the order in which they were sent. */
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
              /** @description Title of the text, or of the chosen idea; null before either exists */
              title: string | null;
              /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED'
                | 'UNCONFIRMED';
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
              createdAt: string | null;
              startedAt: string | null;
              finishedAt: string | null;
            }[];
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
              /** @description The section of a page; null for posts, whose text is one piece */
              part: string | null;
              round: number;
              attempt: number;
              /**
               * @description Not checked yet, rejected, approved, or an invalid response of the model
               * @enum {string}
               */
              state: 'written' | 'rejected' | 'approved' | 'unusable';
              title: string | null;
              /** @description Null if no text was kept */
              markdown: string | null;
              /** @description 0 to 10 for each criterion */
              scores: {
                [key: string]: number;
              } | null;
              findings: {
                rule: string;
                /** @enum {string} */
                severity: 'blocking' | 'minor';
                reason: string;
                /** @description Instruction for the next attempt */
                hint: string;
                quote: string | null;
              }[];
              /** Format: date-time */
              at: string;
            }[];
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures. */
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
            /** @description Reserved for requests in progress, in millionths of a US dollar */
            reservedMicros: number;
            /** @description Share of the amount spent on retries, in millionths of a US dollar */
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
            /** @description The last 200 requests to providers, newest first */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The image. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/png': string;
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The order after the action. Repeating the action returns the same answer. */
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
            /** @description Title of the text, or of the chosen idea; null before either exists */
            title: string | null;
            /** @description The keyword, or the name of the product or category; null until the store has provided it */
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
              | 'DONE'
              | 'FAILED'
              | 'CANCELLED'
              | 'UNCONFIRMED';
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
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            actId: string;
            repeated: boolean;
          };
        };
      };
      /** @description The action does not fit the order’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
              progress: {
                totalSteps: number;
                completedSteps: number;
                currentStep: string;
                /** @description Milliseconds; null if no estimate is possible */
                estimatedTimeRemaining: number | null;
                etaP50Ms: number | null;
                etaP90Ms: number | null;
                details: {
                  attempt: number;
                  /** @description ID of the section being written, or written last */
                  component: string | null;
                  /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                  ahead: number | null;
                  /** @description End of the pause after a failed attempt */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
          /** @description Keywords the page should rank for; the first matters most */
          targetKeywords: string[];
          /** @description Names of the sections, in order; by default the ten of the page type */
          components?: string[];
          /** @description A tone in words, or a brand voice like that of a store */
          brandVoice?:
            | string
            | {
                tone?: string;
                useWords?: string[];
                avoidWords?: string[];
                sample?: string;
              };
          /** @description Language of the page (BCP 47); en by default */
          language?: string;
          /** @description Higher goes first; by default that of the plan */
          priority?: number;
          /**
           * Format: uuid
           * @description The tenant that owns the pages, for keys that reach beyond one; by default the tenant of the key
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Accepted. `Location` is the URL of the page. */
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
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null if no estimate is possible */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description ID of the section being written, or written last */
                component: string | null;
                /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                ahead: number | null;
                /** @description End of the pause after a failed attempt */
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
      /** @description The queue is full. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
            /** @description Keywords the page should rank for; the first matters most */
            targetKeywords: string[];
            /** @description Names of the sections, in order; by default the ten of the page type */
            components?: string[];
            /** @description A tone in words, or a brand voice like that of a store */
            brandVoice?:
              | string
              | {
                  tone?: string;
                  useWords?: string[];
                  avoidWords?: string[];
                  sample?: string;
                };
            /** @description Language of the page (BCP 47); en by default */
            language?: string;
            /** @description Higher goes first; by default that of the plan */
            priority?: number;
          }[];
          /** @description For items without a priority of their own */
          priority?: number;
          /**
           * Format: uuid
           * @description The tenant that owns the pages, for keys that reach beyond one; by default the tenant of the key
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Accepted. `Location` is the URL of the batch. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Share of finished steps; never decreases */
            percentComplete: number;
            /** @description Milliseconds; null if no estimate is possible */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
            /** @description IDs of the pages, in the order sent */
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
      /** @description The queue is full. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures; ended pages of the last 24 hours. */
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
            /** @description Pages completed in the last minute */
            throughput: number;
            /** @description Workers that are online */
            workers: {
              id: string;
              busy: boolean;
              busySlots: number;
              slots: number;
              /** @description One of your pages that the worker is processing */
              currentItem: string | null;
            }[];
            lanes: {
              lane: string;
              backlog: number;
              oldestSeconds: number;
              ratePerSecond: number | null;
              /** @description Sections of your pages requested in the last minute */
              throughput: number;
              workers: number;
              slots: number;
              busy: number;
            }[];
            /** @description How many of your pages are in progress at once, and started per minute */
            limits: {
              atOnce: number;
              perMinute: number;
            } | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Share of finished steps; never decreases */
            percentComplete: number;
            /** @description Milliseconds; null if no estimate is possible */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The page. */
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
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null if no estimate is possible */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description ID of the section being written, or written last */
                component: string | null;
                /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                ahead: number | null;
                /** @description End of the pause after a failed attempt */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The content. */
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
      /** @description The page is not completed; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
              /** @description The section of a page; null for posts, whose text is one piece */
              part: string | null;
              round: number;
              attempt: number;
              /**
               * @description Not checked yet, rejected, approved, or an invalid response of the model
               * @enum {string}
               */
              state: 'written' | 'rejected' | 'approved' | 'unusable';
              title: string | null;
              /** @description Null if no text was kept */
              markdown: string | null;
              /** @description 0 to 10 for each criterion */
              scores: {
                [key: string]: number;
              } | null;
              findings: {
                rule: string;
                /** @enum {string} */
                severity: 'blocking' | 'minor';
                reason: string;
                /** @description Instruction for the next attempt */
                hint: string;
                quote: string | null;
              }[];
              /** Format: date-time */
              at: string;
            }[];
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures. */
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
            /** @description Reserved for requests in progress, in millionths of a US dollar */
            reservedMicros: number;
            /** @description Share of the amount spent on retries, in millionths of a US dollar */
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
            /** @description The last 200 requests to providers, newest first */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The item after the action. Repeating the action returns the same answer. */
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
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null if no estimate is possible */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description ID of the section being written, or written last */
                component: string | null;
                /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                ahead: number | null;
                /** @description End of the pause after a failed attempt */
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
      /** @description The action does not fit the item’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The item after the action. Repeating the action returns the same answer. */
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
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null if no estimate is possible */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description ID of the section being written, or written last */
                component: string | null;
                /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                ahead: number | null;
                /** @description End of the pause after a failed attempt */
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
      /** @description The action does not fit the item’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
        /** @description Repeating a request with the same key returns the first answer and has no further effect. */
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
      /** @description The item after the action. Repeating the action returns the same answer. */
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
            progress: {
              totalSteps: number;
              completedSteps: number;
              currentStep: string;
              /** @description Milliseconds; null if no estimate is possible */
              estimatedTimeRemaining: number | null;
              etaP50Ms: number | null;
              etaP90Ms: number | null;
              details: {
                attempt: number;
                /** @description ID of the section being written, or written last */
                component: string | null;
                /** @description Pages of the tenant ahead in the queue; null if the page is not queued */
                ahead: number | null;
                /** @description End of the pause after a failed attempt */
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
      /** @description The action does not fit the item’s current state; see `status` and `phase`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The updated batch. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uuid */
            id: string;
            total: number;
            pending: number;
            inProgress: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Share of finished steps; never decreases */
            percentComplete: number;
            /** @description Milliseconds; null if no estimate is possible */
            estimatedTimeRemaining: number | null;
            etaP50Ms: number | null;
            etaP90Ms: number | null;
            createdAt: string | null;
            /** @description Pages cancelled by this request */
            cancelledNow: number;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
                | 'DONE'
                | 'FAILED'
                | 'CANCELLED'
                | 'UNCONFIRMED';
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The report. With `format=csv`, or if the `Accept` header asks for CSV, a table with amounts in US dollars. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
              /** @description The weight in effect: the tenant’s own, or the default of its plan */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
           * @description A single store, an article buyer, an agency with several stores, or internal operators
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
      /** @description Created. `Location` is the URL of the tenant. */
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
            /** @description The weight in effect: the tenant’s own, or the default of its plan */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
            /** @description The weight in effect: the tenant’s own, or the default of its plan */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The updated tenant. */
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
            /** @description The weight in effect: the tenant’s own, or the default of its plan */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
              /** @description Accurate to the minute */
              lastUsedAt: string | null;
              revokedAt: string | null;
            }[];
            nextCursor: string | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Who or what uses the key */
          label: string;
          /**
           * @description Must fit the kind of tenant; by default its first role
           * @enum {string}
           */
          role?: 'store' | 'customer' | 'manager' | 'operator' | 'admin';
        };
      };
    };
    responses: {
      /** @description Created. `key` is not shown again. */
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
            /** @description Accurate to the minute */
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Shown only once; we store only its hash */
            key: string;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The revoked key. */
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
            /** @description Accurate to the minute */
            lastUsedAt: string | null;
            revokedAt: string | null;
          };
        };
      };
      /** @description This is the last valid key of an administrator. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
              instanceId: string;
              name: string;
              /** @enum {string} */
              status: 'active' | 'archived';
              /**
               * @description With needs_reconnect, orders of the store are on hold until it is connected again
               * @enum {string}
               */
              connection: 'unchecked' | 'ok' | 'needs_reconnect';
              checkedAt: string | null;
              disconnectedAt: string | null;
              hasOwnCredentials: boolean;
              language: string;
              categoryIds: string[];
              tagIds: string[];
              authorMemberId: string | null;
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description ID of the app instance on the Wix site */
          instanceId: string;
          name: string;
          /**
           * Format: uuid
           * @description The tenant that owns the store; required for keys that reach beyond one tenant
           */
          tenantId?: string;
          /** @description The store’s own Wix app, if it does not use the default app */
          credentials?: {
            /** @description ID of the store’s own Wix app */
            appId: string;
            /** @description Secret of that app; stored encrypted and never shown again */
            appSecret: string;
          };
          /** @description Language of the posts (BCP 47) */
          language?: string;
          categoryIds?: string[];
          tagIds?: string[];
          /** @description Wix member shown as the author of posts; null for the first member of the site */
          authorMemberId?: string | null;
          /** @description Brand voice of the store; omitted fields stay unchanged */
          brandVoice?: {
            tone?: string;
            useWords?: string[];
            avoidWords?: string[];
            sample?: string;
          };
          /** @description How images should look */
          imageStyle?: string;
          notificationAddress?: string | null;
          /**
           * @description Default for orders without a publish mode of their own
           * @enum {string}
           */
          publishMode?: 'publish' | 'draft' | 'approve';
          timeZone?: string;
          /**
           * @description An archived store accepts no new orders
           * @enum {string}
           */
          status?: 'active' | 'archived';
        };
      };
    };
    responses: {
      /** @description Created, even if the site did not respond. `Location` is the URL of the store. */
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
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description With needs_reconnect, orders of the store are on hold until it is connected again
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorMemberId: string | null;
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
            /** @description What is wrong and what to do; null if the connection works */
            problem: string | null;
          };
        };
      };
      /** @description The site is already registered as a store. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description With needs_reconnect, orders of the store are on hold until it is connected again
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorMemberId: string | null;
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Language of the posts (BCP 47) */
          language?: string;
          categoryIds?: string[];
          tagIds?: string[];
          /** @description Wix member shown as the author of posts; null for the first member of the site */
          authorMemberId?: string | null;
          /** @description Brand voice of the store; omitted fields stay unchanged */
          brandVoice?: {
            tone?: string;
            useWords?: string[];
            avoidWords?: string[];
            sample?: string;
          };
          /** @description How images should look */
          imageStyle?: string;
          notificationAddress?: string | null;
          /**
           * @description Default for orders without a publish mode of their own
           * @enum {string}
           */
          publishMode?: 'publish' | 'draft' | 'approve';
          timeZone?: string;
          /**
           * @description An archived store accepts no new orders
           * @enum {string}
           */
          status?: 'active' | 'archived';
        };
      };
    };
    responses: {
      /** @description The updated store. */
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
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description With needs_reconnect, orders of the store are on hold until it is connected again
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorMemberId: string | null;
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The store. `problem` says what is wrong, if anything. */
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
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description With needs_reconnect, orders of the store are on hold until it is connected again
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorMemberId: string | null;
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
            /** @description What is wrong and what to do; null if the connection works */
            problem: string | null;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description ID of the app instance on the Wix site */
          instanceId?: string;
          /** @description Null to go back to the default app */
          credentials?: {
            /** @description ID of the store’s own Wix app */
            appId: string;
            /** @description Secret of that app; stored encrypted and never shown again */
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
            instanceId: string;
            name: string;
            /** @enum {string} */
            status: 'active' | 'archived';
            /**
             * @description With needs_reconnect, orders of the store are on hold until it is connected again
             * @enum {string}
             */
            connection: 'unchecked' | 'ok' | 'needs_reconnect';
            checkedAt: string | null;
            disconnectedAt: string | null;
            hasOwnCredentials: boolean;
            language: string;
            categoryIds: string[];
            tagIds: string[];
            authorMemberId: string | null;
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
      /** @description Wix refused these credentials; nothing was changed. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
             * @description When Wix was asked; repeated requests are answered from a cache
             */
            fetchedAt: string;
          };
        };
      };
      /** @description The store is disconnected; reconnect it. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Wix does not respond, and no earlier answer is cached. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
              /** @description The order that created the post; null for external posts */
              orderId: string | null;
            }[];
            /**
             * Format: date-time
             * @description When Wix was asked; repeated requests are answered from a cache
             */
            fetchedAt: string;
          };
        };
      };
      /** @description The store is disconnected; reconnect it. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Wix does not respond, and no earlier answer is cached. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Events to send; an empty list means all of them */
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
           * @description The tenant whose orders it covers; required for keys that reach beyond one tenant
           */
          tenantId?: string;
        };
      };
    };
    responses: {
      /** @description Created. `Location` is the URL of the webhook. */
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
            /** @description Signs every delivery by the Standard Webhooks specification; shown only once */
            secret: string;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The deleted webhook. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Events to send; an empty list means all of them */
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
          /** @description While false, nothing is sent, and pending deliveries are dropped */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
            /** @description Signs every delivery by the Standard Webhooks specification; shown only once */
            secret: string;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description One page of results. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              /**
               * Format: uuid
               * @description Sent as `webhook-id`; the same on every attempt
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Queued for delivery. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * Format: uuid
             * @description Sent as `webhook-id`; the same on every attempt
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Shown to customers whose orders wait */
          reason: string;
        };
      };
    };
    responses: {
      /** @description The lanes that changed, and all lanes. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
          /** @description Shown to customers whose orders wait */
          reason: string;
        };
      };
    };
    responses: {
      /** @description The lanes that changed, and all lanes. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The lanes that changed, and all lanes. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The lanes that changed, and all lanes. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures. */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Current figures; ended orders of the last 24 hours. */
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
            /** @description Lanes that operators have paused, and why */
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
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description The matches. */
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
              /** @description The title, or the subject while there is no title; for a batch its number of pages */
              title: string;
              status: string | null;
              /**
               * @description Where the words were found
               * @enum {string}
               */
              by: 'id' | 'title' | 'keyword';
              /** Format: date-time */
              createdAt: string;
            }[];
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description Created. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Open it in a browser; it works once */
            path: string;
            /** Format: date-time */
            expiresAt: string;
          };
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
      /** @description An endless stream of the events `snapshot`, `batchAdded`, `itemAdded`, `itemStarted`, `itemProgress`, `itemRetrying`, `itemCompleted`, `itemFailed`, `itemCancelled`, `batchProgress`, `orderChanged`. Each carries the current state of one order, page or batch. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description An error. All errors have this shape; some have further fields. */
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
