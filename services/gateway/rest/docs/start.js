window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // What is tried out here is asked with the cookies of whoever is signed in.
  requestInterceptor: (request) => {
    request.headers['X-Cantiga'] = '1';
    return request;
  },
});
