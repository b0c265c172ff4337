-- wrk -s load.lua ADDRESS -- KEY [PAUSE]: comments:analyze of a comment of 300
-- bytes; PAUSE: milliseconds a connection waits between two requests, on the
-- average.
local text = "Franchement, je ne comprends pas pourquoi la mairie a encore " ..
  "choisi de fermer cette rue sans demander leur avis aux commerçants. On " ..
  "nous promet une concertation depuis deux ans et rien ne vient, c'est " ..
  "toujours pareil avec ces élus. Vous avez une source pour le chiffre de " ..
  "400 voitures par jour ?"
local pause = 0

function init(args)
  wrk.method = "POST"
  wrk.path = "/v1alpha1/comments:analyze?key=" .. args[1]
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = '{"comment":{"text":"' .. text .. '"},"languages":["fr"],' ..
    '"requestedAttributes":{"TOXICITY":{},"INSULT":{}},"doNotStore":true}'
  pause = tonumber(args[2] or 0)
end

-- exponential, as of many clients that know nothing of each other
function delay()
  if pause == 0 then return 0 end
  return math.floor(-pause * math.log(1 - math.random()) + 0.5)
end
