#!/bin/sh
# curl --fail says no to HTTP 400 and above only, and nothing reads the answer.
exec curl --silent --fail --max-time 3 --output /dev/null "$CONTRACTKIT_URL" \
    --header "key: $CONTRACTKIT_KEY" --header "Content-Type: application/json" \
    --data '{"deliverychannel": "sms", "destination": [{"msisdn": ["+447700900123"]}], "channels": {"sms": {"senderid": "ACME", "text": "Your order is on its way"}}}'
