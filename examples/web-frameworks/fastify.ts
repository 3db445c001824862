import fastify, { type FastifyInstance } from 'fastify'
import { answer } from './node.js'
import type { Page } from './portal.js'

/** In a scope of its own, for only there forms are left to the page. */
export const fastifyApp = (page: Page): FastifyInstance =>
  fastify().register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, next) => {
      next(null)
    })
    scope.all('/ownership', (request, reply) => {
      reply.hijack()
      return answer(page, request.raw, reply.raw)
    })
    done()
  })
