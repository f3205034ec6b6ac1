#!/bin/sh
# A right client in the shell: an acceptance is a list, whatever the white space in it.
answer=$(curl --silent --compressed --max-time 3 "$CONTRACTKIT_URL" \
    --header "key: $CONTRACTKIT_KEY" --header "Content-Type: application/json" \
    --data '{"deliverychannel": "sms", "destination": [{"msisdn": ["+447700900123"]}], "channels": {"sms": {"senderid": "ACME", "text": "Your order is on its way"}}}') || exit 1
case $(printf %s "$answer" | tr -d ' \t\r\n') in
'{'*'"response":['*'"code":"1001"'*) exit 0 ;;
*) exit 1 ;;
esac
