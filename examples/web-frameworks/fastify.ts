import fastify, { type FastifyInstance } from 'fastify'
import { answer } from './node.js'
import type { Pages } from './portal.js'

/** In a scope of its own, for only there forms are left to the pages. */
export const fastifyApp = (pages: Pages): FastifyInstance =>
  fastify().register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, next) => {
      next(null)
    })
    for (const [path, page] of Object.entries(pages))
      scope.all(path, (request, reply) => {
        reply.hijack()
        return answer(page, request.raw, reply.raw)
      })
    done()
  })
